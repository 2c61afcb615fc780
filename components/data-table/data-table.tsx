"use client";

import type { RowData } from "@tanstack/react-table";
import { useTable } from "@tanstack/react-table";
import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { NoMatchState } from "#components/ui/no-match-state.tsx";
import { ColumnHeader } from "./column-header.tsx";
import { DataRow } from "./data-row.tsx";
import { type DataColumns, dataTableFeatures } from "./table-features.ts";
import { type Paging, TableFooter } from "./table-footer.tsx";
import { tableRole } from "./table-roles.ts";
import { TableSkeleton } from "./table-skeleton.tsx";
import type { Sort } from "./use-sort.ts";

/** What `useQuery` of a keyset list gives; the whole query object can be handed over. */
export interface ListQuery<Row> {
  data: { items: readonly Row[]; nextCursor: string | null } | undefined;
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
  refetch: () => unknown;
}

export interface DataTableProps<Row extends RowData> {
  /** What the table lists: "Integrations". */
  label: string;
  columns: DataColumns<Row>;
  query: ListQuery<Row>;
  getRowId: (row: Row) => string;
  /** Makes every row a link; the first column holds it, and it covers the whole row. */
  getRowHref?: (row: Row) => Route;
  /** Shown when there is nothing at all yet. */
  empty: ReactNode;
  /** Whether a filter is set: then no rows means "no match", not "nothing yet". */
  isFiltered?: boolean;
  onClearFilters?: () => void;
  sort?: Sort;
  paging?: Paging;
  /** The first column begins with a mark; the skeleton then has one too. */
  hasMarks?: boolean;
  /** Of all pages, where the server counts it. */
  total?: number;
}

const noRows: never[] = [];

/**
 * A list with its states. Rows are real links; sort, filters and page live in the URL (`useSort`, `useKeysetPaging`,
 * nuqs); below 640 px the rows become cards with the same content and acts. When a refresh fails the old rows stay.
 */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const {
    label,
    columns,
    query,
    getRowId,
    getRowHref,
    empty,
    isFiltered,
    onClearFilters,
    sort,
    paging,
    total,
  } = props;
  const t = useTranslations("dataTable");
  const rows = query.data?.items ?? noRows;
  const table = useTable({ features: dataTableFeatures, columns, data: rows, getRowId });

  if (query.isPending) return <TableSkeleton columnCount={columns.length} hasMarks={props.hasMarks} />;
  if (!query.data)
    return <Frame>{<ErrorState error={query.error} onRetry={() => void query.refetch()} />}</Frame>;
  if (rows.length === 0 && !paging?.cursor) {
    return <Frame>{isFiltered ? <NoMatchState onClear={onClearFilters} /> : empty}</Frame>;
  }
  return (
    <div className="grid gap-3">
      {query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      <Frame isBusy={query.isFetching}>
        <table
          {...tableRole.table}
          aria-label={label}
          className="w-full border-collapse text-left max-sm:block"
        >
          <thead {...tableRole.group} className="max-sm:sr-only">
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} {...tableRole.row}>
                {group.headers.map((header) => (
                  <ColumnHeader
                    key={header.id}
                    id={header.column.id}
                    meta={header.column.columnDef.meta}
                    sort={sort}
                    actionsLabel={t("actions")}
                  >
                    {header.isPlaceholder ? null : <table.FlexRender header={header} />}
                  </ColumnHeader>
                ))}
              </tr>
            ))}
          </thead>
          <tbody {...tableRole.group} className="max-sm:block">
            {table.getRowModel().rows.map((row) => (
              <DataRow
                key={row.id}
                href={getRowHref?.(row.original)}
                cells={row.getAllCells().map((cell) => ({
                  id: cell.column.id,
                  header: cell.column.columnDef.header,
                  meta: cell.column.columnDef.meta,
                  content: <table.FlexRender cell={cell} />,
                }))}
              />
            ))}
          </tbody>
        </table>
        <TableFooter count={rows.length} total={total} paging={paging} nextCursor={query.data.nextCursor} />
      </Frame>
    </div>
  );
}

function Frame({ children, isBusy }: { children: ReactNode; isBusy?: boolean }) {
  return (
    <div
      aria-busy={isBusy || undefined}
      className={cn("overflow-hidden rounded-xl border bg-panel shadow-low")}
    >
      {children}
    </div>
  );
}
