import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface PanelProps {
  title?: ReactNode;
  description?: ReactNode;
  /** At the far end of the title's line. */
  action?: ReactNode;
  children?: ReactNode;
  /** Buttons under a line, the main one last. */
  footer?: ReactNode;
  /** No padding around the children: for tables and lists that run to the edge. */
  isFlush?: boolean;
  /** The one panel that matters most on the page. */
  isStrong?: boolean;
  id?: string;
  className?: string;
}

/** One surface, one subject. With a title it is a section of the page. */
export function Panel({
  title,
  description,
  action,
  children,
  footer,
  isFlush,
  isStrong,
  id,
  className,
}: PanelProps) {
  const Element = title ? "section" : "div";
  return (
    <Element
      id={id}
      className={cn(
        "min-w-0 rounded-xl border bg-panel shadow-low",
        isStrong ? "border-line-strong" : "border-line",
        className,
      )}
    >
      {title ? (
        <header
          className={cn(
            "flex flex-wrap items-start gap-x-4 gap-y-2 px-5 pt-4.5",
            isFlush ? "pb-3.5" : !children && "pb-4.5",
          )}
        >
          <div className="min-w-0 flex-1 basis-40">
            <h2 className="text-lg font-semibold tracking-[-0.005em] text-ink">{title}</h2>
            {description ? <p className="mt-0.5 text-ink-2">{description}</p> : null}
          </div>
          {action ? (
            <div className="flex max-w-full shrink-0 flex-wrap items-center gap-2">{action}</div>
          ) : null}
        </header>
      ) : null}
      {children ? (
        <div className={cn(isFlush ? title && "border-t" : title ? "px-5 pt-3 pb-5" : "p-5")}>{children}</div>
      ) : null}
      {footer ? (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3.5">
          {footer}
        </footer>
      ) : null}
    </Element>
  );
}
