"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { currentPage, type NavigationGroup } from "./navigation.ts";

/** The navigation's groups and links; the same in the side bar and in the narrow window's menu. */
export function NavLinks({
  groups,
  onNavigate,
}: {
  groups: readonly NavigationGroup[];
  onNavigate?: () => void;
}) {
  const t = useTranslations("layout");
  const id = useId();
  const current = currentPage(groups, usePathname());
  return (
    <nav aria-label={t("mainNavigation")} className="grid gap-4">
      {groups.map(({ group, items }) => (
        <div key={group}>
          <h2 id={`${id}-${group}`} className="px-2.5 pb-1 text-xs font-medium text-ink-3">
            {t(`groups.${group}`)}
          </h2>
          <ul aria-labelledby={`${id}-${group}`} className="grid gap-0.5">
            {items.map(({ page, href, icon: Icon }) => (
              <li key={page}>
                <Link
                  href={href}
                  onClick={onNavigate}
                  aria-current={page === current ? "page" : undefined}
                  className={cn(
                    "flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1 transition-colors duration-140 max-md:min-h-10",
                    page === current
                      ? "bg-raised font-medium text-ink"
                      : "text-ink-2 hover:bg-raised/70 hover:text-ink",
                  )}
                >
                  <Icon
                    aria-hidden
                    strokeWidth={1.75}
                    className={cn("size-4 shrink-0", page === current && "text-accent")}
                  />
                  {t(`pages.${page}`)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
