"use client";

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { DataColumnMeta } from "./table-features.ts";
import { tableRole } from "./table-roles.ts";

interface RowCell {
  id: string;
  header: unknown;
  meta: DataColumnMeta | undefined;
  content: ReactNode;
}

/** One row, or one card. The link of its first cell is stretched over all of it; other controls stand above. */
export function DataRow({ href, cells }: { href: Route | undefined; cells: readonly RowCell[] }) {
  const [first, ...others] = cells;
  if (!first) return null;
  return (
    <tr
      {...tableRole.row}
      className={cn(
        "relative border-b last:border-b-0 max-sm:grid max-sm:gap-1.5 max-sm:px-4 max-sm:py-3.5",
        href && "transition-colors duration-140 hover:bg-raised has-[a:focus-visible]:bg-raised",
      )}
    >
      <th
        {...tableRole.rowHeader}
        scope="row"
        className={cn(
          cellClass,
          "pl-4 font-medium text-ink max-sm:pr-10 max-sm:pb-1 max-sm:pl-0",
          first.meta?.className,
        )}
      >
        {href ? (
          <Link
            href={href}
            className="block after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {first.content}
          </Link>
        ) : (
          first.content
        )}
      </th>
      {others.map((cell) => (
        <td
          key={cell.id}
          {...tableRole.cell}
          className={cn(
            cellClass,
            "text-ink-2 last:pr-4 max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:text-right",
            cell.id === "actions" && "w-px max-sm:absolute max-sm:w-auto max-sm:top-3.5 max-sm:right-3",
            cell.meta?.align === "end" && "text-right",
            cell.meta?.isHiddenOnCards && "max-sm:hidden",
            cell.meta?.className,
          )}
        >
          {cell.id === "actions" || cell.meta?.isUnlabelled || typeof cell.header !== "string" ? null : (
            <span aria-hidden className="shrink-0 text-left text-ink-3 sm:hidden">
              {cell.header}
            </span>
          )}
          <CellContent isActions={cell.id === "actions"}>{cell.content}</CellContent>
        </td>
      ))}
    </tr>
  );
}

const cellClass = "px-3.5 py-2.5 align-middle max-sm:p-0 max-sm:last:pr-0";

function CellContent({ isActions, children }: { isActions: boolean; children: ReactNode }) {
  return isActions ? <div className="relative z-10 flex justify-end gap-1">{children}</div> : children;
}
