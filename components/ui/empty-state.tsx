import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { Steps } from "./steps.tsx";

interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What this is, in a sentence or two. */
  children?: ReactNode;
  /** How to get the first one: three steps at most. */
  steps?: readonly string[];
  /** One button. */
  action?: ReactNode;
  className?: string;
}

/** Nothing yet: what would stand here, how to get there, one button. */
export function EmptyState({ icon, title, children, steps, action, className }: EmptyStateProps) {
  return (
    <div className={cn("mx-auto grid max-w-md justify-items-start gap-4 px-5 py-10", className)}>
      {icon ? (
        <span
          aria-hidden
          className="grid size-10 place-items-center rounded-xl border border-line-strong bg-raised text-ink-2 [&_svg]:size-5"
        >
          {icon}
        </span>
      ) : null}
      <div>
        <h2 className="text-lg font-semibold text-ink">{title}</h2>
        {children ? <div className="mt-1 text-ink-2">{children}</div> : null}
      </div>
      {steps ? <Steps>{steps}</Steps> : null}
      {action}
    </div>
  );
}
