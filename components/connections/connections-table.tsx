"use client";

import { Link2 } from "lucide-react";
import type { Route } from "next";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { dataColumns } from "#components/data-table/table-features.ts";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { BulkDisconnect } from "./bulk-disconnect.tsx";
import { useConnectionColumns } from "./columns.tsx";
import { ConnectionFilters } from "./connection-filters.tsx";
import { useConnections } from "./queries.ts";
import { useConnectionFilter } from "./use-connection-filter.ts";

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

/** Connections with filters and page in the address; those that are ticked can be disconnected together. */
export function ConnectionsTable({
  integrationId,
  kind = "oauth2",
  canSeeAll,
  emptyAction,
}: ConnectionsTableProps) {
  const t = useTranslations("connections");
  const paging = useKeysetPaging();
  const filter = useConnectionFilter({ canSeeAll, integrationId });
  const query = useConnections({ ...filter.asked, cursor: paging.cursor });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const columns = useSelectableColumns({
    isOfOneIntegration: integrationId !== undefined,
    ticked,
    setTicked,
  });
  // What a filter or a page has taken out of sight is not acted on.
  const selected = (query.data?.items ?? []).filter(({ id }) => ticked.has(id));
  return (
    <>
      <ConnectionFilters filter={filter} hasIntegration={integrationId !== undefined} />
      <BulkDisconnect selected={selected} onClear={() => setTicked(new Set())} />
      <DataTable
        hasMarks
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        getRowHref={({ id }) => `/connections/${id}` as Route}
        isFiltered={filter.isFiltered}
        onClearFilters={filter.clear}
        empty={
          <EmptyState icon={<Link2 />} title={t("emptyTitle")} action={emptyAction}>
            {integrationId ? t(kind === "oauth2" ? "emptyHere" : "emptyHereUnsigned") : t("emptyDetail")}
          </EmptyState>
        }
      />
    </>
  );
}

const column = dataColumns<Connection>();

interface Selectable {
  isOfOneIntegration: boolean;
  ticked: ReadonlySet<string>;
  setTicked: (ids: ReadonlySet<string>) => void;
}

function useSelectableColumns({ isOfOneIntegration, ticked, setTicked }: Selectable) {
  const t = useTranslations("connections");
  const nameOf = useConnectionName();
  const columns = useConnectionColumns(isOfOneIntegration);
  return useMemo(
    () => [
      ...columns,
      ...column.columns([
        column.display({
          id: "actions",
          cell: ({ row: { original } }) =>
            original.canDisconnect ? (
              <Checkbox
                aria-label={t("bulk.select", { name: nameOf(original) })}
                checked={ticked.has(original.id)}
                onCheckedChange={(isTicked) => setTicked(toggled(ticked, original.id, isTicked))}
              />
            ) : null,
        }),
      ]),
    ],
    [columns, t, nameOf, ticked, setTicked],
  );
}

function toggled(ids: ReadonlySet<string>, id: string, isTicked: boolean): ReadonlySet<string> {
  const next = new Set(ids);
  if (isTicked) next.add(id);
  else next.delete(id);
  return next;
}
