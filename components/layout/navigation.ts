import {
  BookOpenText,
  Boxes,
  Braces,
  KeyRound,
  Link2,
  type LucideIcon,
  Plug,
  ScrollText,
  Settings2,
} from "lucide-react";
import type { Route } from "next";

export type PageKey =
  | "integrations"
  | "connections"
  | "apis"
  | "settings"
  | "auditLog"
  | "reference"
  | "offerings"
  | "oauthCredentials";

export interface NavigationItem {
  /** A key of `layout.pages`. */
  page: PageKey;
  href: Route;
  icon: LucideIcon;
  /** Addresses below which this item is the current one, beside its own. */
  alsoUnder?: readonly string[];
  /** Shown to platform admins only. */
  isPlatform?: boolean;
}

export interface NavigationGroup {
  /** A key of `layout.groups`. */
  group: "oauth" | "workspace" | "platform";
  items: readonly NavigationItem[];
}

/** The console's pages in the order of the navigation. What does not exist yet has no line here. */
export const navigation: readonly NavigationGroup[] = [
  {
    group: "oauth",
    items: [
      { page: "integrations", href: "/oauth", icon: Plug },
      { page: "connections", href: "/connections", icon: Link2 },
      { page: "apis", href: "/apis", icon: Braces },
    ],
  },
  {
    group: "workspace",
    items: [
      { page: "settings", href: "/settings", icon: Settings2 },
      { page: "auditLog", href: "/settings/audit-log", icon: ScrollText },
      { page: "reference", href: "/reference", icon: BookOpenText },
    ],
  },
  {
    group: "platform",
    items: [
      { page: "offerings", href: "/admin/offerings", icon: Boxes, isPlatform: true },
      { page: "oauthCredentials", href: "/admin/oauth-credentials", icon: KeyRound, isPlatform: true },
    ],
  },
];

/** The groups that this person sees. */
export function visibleNavigation(isPlatformAdmin: boolean): NavigationGroup[] {
  return navigation
    .map(({ group, items }) => ({
      group,
      items: items.filter((item) => !item.isPlatform || isPlatformAdmin),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The page that a path belongs to: the item with the longest address above it. */
export function currentPage(groups: readonly NavigationGroup[], pathname: string): PageKey | null {
  const candidates = groups
    .flatMap(({ items }) => items)
    .flatMap((item) => [item.href, ...(item.alsoUnder ?? [])].map((path) => ({ page: item.page, path })))
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length);
  return candidates[0]?.page ?? null;
}
