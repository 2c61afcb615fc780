import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";

interface PageHeaderProps {
  title: ReactNode;
  /** What the page is for, in a sentence; or status and slug of the thing it shows. */
  description?: ReactNode;
  /** Buttons; the one primary act last. */
  actions?: ReactNode;
  breadcrumbs?: readonly Crumb[];
  /** A large `ProviderMark`. */
  mark?: ReactNode;
}

/** The head of every console page; holds its only `h1`. */
export function PageHeader({ title, description, actions, breadcrumbs, mark }: PageHeaderProps) {
  return (
    <header className="mb-5.5 grid gap-2">
      {breadcrumbs ? <Breadcrumbs crumbs={breadcrumbs} /> : null}
      <div className="flex flex-wrap items-start gap-x-3.5 gap-y-3">
        {mark}
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold tracking-[-0.015em] wrap-anywhere text-ink">{title}</h1>
          {description ? <div className="mt-0.5 text-ink-2">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2 max-sm:w-full">{actions}</div> : null}
      </div>
    </header>
  );
}
