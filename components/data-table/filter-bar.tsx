import type { ReactNode } from "react";

/** The filters above a list; nothing where there is none to show. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className="mb-3 flex flex-wrap items-center gap-2 empty:hidden">{children}</div>;
}
