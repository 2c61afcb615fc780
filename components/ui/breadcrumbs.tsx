"use client";

import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "use-intl";

export interface Crumb {
  label: string;
  /** Absent for a group that has no page of its own, and for the page itself. */
  href?: Route;
}

/** Where this page stands; the page itself is not repeated, its title is right below. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("breadcrumbs")}>
      <ol className="flex flex-wrap items-center gap-x-1.5 text-sm text-ink-3">
        {crumbs.map((crumb, index) => (
          <li key={crumb.label} className="flex items-center gap-x-1.5">
            {index > 0 ? (
              <span aria-hidden className="text-line-strong">
                /
              </span>
            ) : null}
            {crumb.href ? (
              <Link
                href={crumb.href}
                className="rounded-sm py-0.5 hover:text-ink hover:underline hover:underline-offset-3"
              >
                {crumb.label}
              </Link>
            ) : (
              <span className="py-0.5">{crumb.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
