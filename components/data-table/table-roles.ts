/** Tables that become cards lose their meaning in some browsers with `display: block`; the roles give it back. */
export const tableRole = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  column: { role: "columnheader" },
  rowHeader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;
