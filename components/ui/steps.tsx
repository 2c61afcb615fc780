import { Children, type ReactNode } from "react";
import { cn } from "./cn.ts";

/** What to do, in order; one child a step. */
export function Steps({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <ol className={cn("grid gap-2.5 text-ink-2", className)}>
      {Children.map(children, (step, index) => (
        <li className="flex gap-2.5">
          <span
            aria-hidden
            className="mt-0.25 grid size-5 shrink-0 place-items-center rounded-full border border-line-strong text-2xs text-ink-3"
          >
            {index + 1}
          </span>
          <span className="min-w-0 flex-1">{step}</span>
        </li>
      ))}
    </ol>
  );
}
