import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A detail page: main matter and an aside, which stand under each other where there is no room. */
export function Columns({
  children,
  aside,
  isAsideFirst,
  isAsideSticky,
}: {
  children: ReactNode;
  aside: ReactNode;
  isAsideFirst?: boolean;
  /** The aside stays in view while a long main matter scrolls. */
  isAsideSticky?: boolean;
}) {
  return (
    <div className="grid items-start gap-4.5 lg:grid-cols-[minmax(0,1.7fr)_minmax(17.5rem,1fr)]">
      <div className="grid min-w-0 gap-4.5">{children}</div>
      <aside
        className={cn(
          "grid min-w-0 gap-4.5",
          isAsideFirst && "max-lg:order-first",
          isAsideSticky && "lg:sticky lg:top-5",
        )}
      >
        {aside}
      </aside>
    </div>
  );
}
