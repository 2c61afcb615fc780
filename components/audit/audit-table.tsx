"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { auditEventPageSchema, auditOutcomes } from "#lib/audit/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { useAuditColumns } from "./columns.tsx";
import { auditKeys } from "./keys.ts";

const outcomes = ["all", ...auditOutcomes] as const;

/** The audit log, or with `targetId` the part of it that is about one thing. */
export function AuditTable({ targetId }: { targetId?: string }) {
  const t = useTranslations("audit");
  const columns = useAuditColumns();
  const paging = useKeysetPaging();
  const [{ outcome }, setFilters] = useQueryStates({
    outcome: parseAsStringLiteral(outcomes).withDefault("all"),
    cursor: parseAsString,
  });
  const filter = {
    targetId: targetId ?? null,
    outcome: outcome === "all" ? null : outcome,
    cursor: paging.cursor,
  };
  const query = useQuery({
    queryKey: auditKeys.list(filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/audit-events?${toSearch(filter)}`, { schema: auditEventPageSchema, signal }),
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
  });
  return (
    <>
      <FilterBar>
        <SegmentFilter
          label={t("outcome.label")}
          value={outcome}
          onValueChange={(value) => void setFilters({ outcome: value, cursor: null })}
          options={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
      </FilterBar>
      <DataTable
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        isFiltered={outcome !== "all"}
        onClearFilters={() => void setFilters({ outcome: null, cursor: null })}
        empty={
          <EmptyState icon={<ScrollText />} title={t("emptyTitle")}>
            {t("emptyDetail")}
          </EmptyState>
        }
      />
    </>
  );
}
