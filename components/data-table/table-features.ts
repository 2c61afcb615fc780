import {
  type ColumnDef,
  createColumnHelper,
  metaHelper,
  type RowData,
  tableFeatures,
} from "@tanstack/react-table";

export interface DataColumnMeta {
  /** The name that the URL's `sort` uses; present when the column can be sorted (by the server). */
  sortKey?: string;
  /** Numbers stand at the end of their cell. */
  align?: "start" | "end";
  /** In a narrow window the card shows the value alone, without the column's name before it. */
  isUnlabelled?: boolean;
  /** A narrow window leaves it out. */
  isHiddenOnCards?: boolean;
  className?: string;
}

export const dataTableFeatures = tableFeatures({ columnMeta: metaHelper<DataColumnMeta>() });

export type DataTableFeatures = typeof dataTableFeatures;

/** The columns of a `DataTable<Row>`. Values of different columns differ in type, hence the unknown. */
export type DataColumns<Row extends RowData> = ColumnDef<DataTableFeatures, Row, unknown>[];

/** Makes columns: `const column = dataColumns<Integration>(); column.columns([column.accessor("name", { header: … })])`. */
export function dataColumns<Row extends RowData>() {
  return createColumnHelper<DataTableFeatures, Row>();
}
