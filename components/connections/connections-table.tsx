"use client";

import { Link2 } from "lucide-react";
import type { Route } from "next";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { type Connection, connectionHealths } from "#lib/connections/contract.ts";
import { useConnectionColumns } from "./columns.tsx";
import { useConnections } from "./queries.ts";

interface ConnectionsTableProps {
  /** Only the connections of this integration. */
  integrationId?: string;
  /** Whether the person runs the workspace and may see everybody's. */
  canSeeAll: boolean;
  /** How the integration's accounts connect, where it is about one. */
  kind?: Connection["integration"]["kind"];
  /** Under the words for "nothing yet": a button that leads on. */
  emptyAction?: ReactNode;
}

const scopes = ["mine", "all"] as const;
const offered = ["active", "expiring_soon", "retrying", "needs_reconnect"] as const;

/** Connections with filters and page in the address. */
export function ConnectionsTable({
  integrationId,
  kind = "oauth2",
  canSeeAll,
  emptyAction,
}: ConnectionsTableProps) {
  const t = useTranslations("connections");
  const columns = useConnectionColumns(integrationId !== undefined);
  const paging = useKeysetPaging();
  const [{ q, scope, health }, setFilters] = useQueryStates({
    q: parseAsString.withDefault(""),
    scope: parseAsStringLiteral(scopes).withDefault(canSeeAll ? "all" : "mine"),
    health: parseAsStringLiteral(connectionHealths),
    cursor: parseAsString,
  });
  const query = useConnections({
    integration: integrationId ?? null,
    scope: canSeeAll ? scope : "mine",
    health,
    q: q || null,
    cursor: paging.cursor,
  });
  return (
    <>
      <FilterBar>
        <SearchFilter
          label={t("search")}
          value={q}
          onValueChange={(value) => void setFilters({ q: value || null, cursor: null })}
        />
        {canSeeAll ? (
          <SegmentFilter
            label={t("whose")}
            value={scope}
            onValueChange={(value) => void setFilters({ scope: value, cursor: null })}
            options={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
          />
        ) : null}
        <SegmentFilter
          label={t("status")}
          value={health ?? "any"}
          onValueChange={(value) => void setFilters({ health: value === "any" ? null : value, cursor: null })}
          options={[
            { value: "any" as const, label: t("anyStatus") },
            ...offered.map((value) => ({ value, label: t(`only.${value}`) })),
          ]}
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
        isFiltered={q !== "" || health !== null || (canSeeAll && scope === "mine")}
        onClearFilters={() => void setFilters({ q: null, health: null, scope: null, cursor: null })}
        empty={
          <EmptyState icon={<Link2 />} title={t("emptyTitle")} action={emptyAction}>
            {integrationId ? t(kind === "oauth2" ? "emptyHere" : "emptyHereUnsigned") : t("emptyDetail")}
          </EmptyState>
        }
      />
    </>
  );
}
