"use client";

import { Link2 } from "lucide-react";
import type { Route } from "next";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type ReactNode, useCallback } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IntegrationFilter } from "./integration-filter.tsx";
import { useConnections } from "./queries.ts";
import { useStandingColumns } from "./standing-columns.tsx";

const shows = ["all", "attention"] as const;
/** Two lists share the page's address. */
const PAGE = "connections";

interface StandingTableProps {
  /** Whether the person runs the workspace and may see everybody's. */
  canSeeAll: boolean;
  emptyAction: ReactNode;
}

/** Settings → Integrations: how each connection stands and why, with what mends it. */
export function StandingTable({ canSeeAll, emptyAction }: StandingTableProps) {
  const t = useTranslations("connections");
  const paging = useKeysetPaging(PAGE);
  const [{ show, integration }, setValues] = useQueryStates({
    show: parseAsStringLiteral(shows).withDefault("all"),
    integration: parseAsString,
    [PAGE]: parseAsString,
  });
  const query = useConnections({
    scope: canSeeAll ? "all" : "mine",
    health: show === "attention" ? show : null,
    integration,
    cursor: paging.cursor,
  });
  const { refetch } = query;
  const columns = useStandingColumns(useCallback(() => void refetch(), [refetch]));
  return (
    <>
      <FilterBar>
        <SegmentFilter
          label={t("status")}
          value={show}
          onValueChange={(next) => void setValues({ show: next, [PAGE]: null })}
          options={shows.map((value) => ({ value, label: t(`standing.show.${value}`) }))}
        />
        <IntegrationFilter
          value={integration}
          onValueChange={(id) => void setValues({ integration: id, [PAGE]: null })}
        />
      </FilterBar>
      <DataTable
        hasMarks
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        getRowHref={({ id }) => `/connections/${id}` as Route}
        isFiltered={show !== "all" || integration !== null}
        onClearFilters={() => void setValues({ show: null, integration: null, [PAGE]: null })}
        empty={
          <EmptyState icon={<Link2 />} title={t("emptyTitle")} action={emptyAction}>
            {t("emptyDetail")}
          </EmptyState>
        }
      />
    </>
  );
}
