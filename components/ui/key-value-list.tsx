import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface KeyValueListProps {
  items: readonly { key: string; value: ReactNode }[];
  /** Values under their keys, for narrow columns with long values. */
  isStacked?: boolean;
  className?: string;
}

/** Facts about one thing. */
export function KeyValueList({ items, isStacked, className }: KeyValueListProps) {
  return (
    <dl className={cn("grid gap-y-2.5", className)}>
      {items.map((item) => (
        <div
          key={item.key}
          className={cn("min-w-0", !isStacked && "flex items-baseline justify-between gap-x-5")}
        >
          <dt className={cn("text-ink-2", !isStacked && "shrink-0")}>{item.key}</dt>
          <dd className={cn("min-w-0 wrap-anywhere text-ink", !isStacked && "text-right")}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
