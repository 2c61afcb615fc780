"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { DataColumnMeta } from "./table-features.ts";
import { tableRole } from "./table-roles.ts";
import type { Sort } from "./use-sort.ts";

interface ColumnHeaderProps {
  id: string;
  meta: DataColumnMeta | undefined;
  sort: Sort | undefined;
  actionsLabel: string;
  children: ReactNode;
}

const ariaSort = { ascending: "ascending", descending: "descending", none: undefined } as const;

/** The name of a column; a button where the server can sort by it. */
export function ColumnHeader({ id, meta, sort, actionsLabel, children }: ColumnHeaderProps) {
  const direction = sort && meta?.sortKey ? sort.directionOf(meta.sortKey) : "none";
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <th
      {...tableRole.column}
      scope="col"
      aria-sort={ariaSort[direction]}
      className={cn(
        "border-b px-3.5 py-2 text-xs font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4",
        meta?.align === "end" && "text-right",
        meta?.className,
      )}
    >
      {id === "actions" ? (
        <span className="sr-only">{actionsLabel}</span>
      ) : sort && meta?.sortKey ? (
        <button
          type="button"
          onClick={() => meta.sortKey && sort.toggle(meta.sortKey)}
          className="group -mx-1.5 inline-flex min-h-6 items-center gap-1 rounded-sm px-1.5 hover:text-ink"
        >
          {children}
          <Arrow
            aria-hidden
            className={cn(
              "size-3.5",
              direction === "none"
                ? "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"
                : "text-ink",
            )}
          />
        </button>
      ) : (
        children
      )}
    </th>
  );
}
