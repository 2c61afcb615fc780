"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "./cn.ts";

export interface LinkTab {
  href: Route;
  label: string;
  count?: number | string;
}

/** The pages of one thing, as tabs: real links, each with its own address. */
export function LinkTabs({ tabs, label }: { tabs: readonly LinkTab[]; label: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="relative mb-5.5 overflow-x-auto border-b">
      <ul className="flex gap-5.5">
        {tabs.map((tab) => {
          const isCurrent = pathname === tab.href;
          return (
            <li key={tab.href} className="flex">
              <Link
                ref={isCurrent ? bringIntoSight : undefined}
                href={tab.href}
                aria-current={isCurrent ? "page" : undefined}
                className={cn(
                  "relative rounded-sm py-2 whitespace-nowrap text-ink-2 transition-colors duration-140 hover:text-ink focus-visible:-outline-offset-2",
                  "after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full",
                  isCurrent ? "font-medium text-ink after:bg-accent" : "hover:after:bg-line-strong",
                )}
              >
                {tab.label}
                {tab.count === undefined ? null : (
                  <span className="ml-1.5 text-sm text-ink-3">{tab.count}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

// Where the tabs do not all fit, the current one is scrolled to; the page itself stays where it is.
function bringIntoSight(link: HTMLAnchorElement | null): void {
  const frame = link?.closest("nav");
  if (link && frame) frame.scrollLeft = link.offsetLeft - frame.clientWidth / 2;
}
