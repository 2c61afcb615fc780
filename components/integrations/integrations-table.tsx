"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import type { Route } from "next";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { useSort } from "#components/data-table/use-sort.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { integrationPageSchema, integrationStatuses } from "#lib/integrations/contract.ts";
import { useIntegrationColumns } from "./columns.tsx";
import { integrationKeys } from "./keys.ts";

const statusFilters = ["all", ...integrationStatuses] as const;

/** `/oauth`: the workspace's integrations, with filters, order and page in the address. */
export function IntegrationsTable({ canCreate }: { canCreate: boolean }) {
  const t = useTranslations("integrations.list");
  const columns = useIntegrationColumns();
  const sort = useSort(["created", "name"], "-created");
  const paging = useKeysetPaging();
  const [{ q, status }, setFilters] = useQueryStates({
    q: parseAsString.withDefault(""),
    status: parseAsStringLiteral(statusFilters).withDefault("all"),
    cursor: parseAsString,
  });
  const filter = { q, status: status === "all" ? null : status, sort: sort.value, cursor: paging.cursor };
  const query = useQuery({
    queryKey: integrationKeys.list(filter),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integrations?${toSearch(filter)}`, { schema: integrationPageSchema, signal }),
    placeholderData: keepPreviousData,
  });

  return (
    <>
      <FilterBar>
        <SearchFilter
          label={t("search")}
          value={q}
          onValueChange={(value) => void setFilters({ q: value || null, cursor: null })}
        />
        <SegmentFilter
          label={t("status")}
          value={status}
          onValueChange={(value) => void setFilters({ status: value, cursor: null })}
          options={statusFilters.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
      </FilterBar>
      <DataTable
        hasMarks
        label={t("label")}
        columns={columns}
        query={query}
        sort={sort}
        paging={paging}
        total={query.data?.total}
        getRowId={({ id }) => id}
        getRowHref={({ slug }) => `/oauth/${slug}` as Route}
        isFiltered={q !== "" || status !== "all"}
        onClearFilters={() => void setFilters({ q: null, status: null, cursor: null })}
        empty={<NothingYet canCreate={canCreate} />}
      />
    </>
  );
}

function NothingYet({ canCreate }: { canCreate: boolean }) {
  const t = useTranslations("integrations.list");
  return (
    <EmptyState
      icon={<Plug />}
      title={t("emptyTitle")}
      steps={[t("emptyStep1"), t("emptyStep2"), t("emptyStep3")]}
      action={
        canCreate ? (
          <LinkButton href="/oauth/create" variant="primary">
            {t("add")}
          </LinkButton>
        ) : (
          <p className="text-ink-3">{t("emptyAskAdmin")}</p>
        )
      }
    >
      {t("emptyDetail")}
    </EmptyState>
  );
}
