"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Account } from "./account.ts";
import { Brand } from "./brand.tsx";
import { NavLinks } from "./nav-links.tsx";
import type { NavigationGroup } from "./navigation.ts";
import { useCommandKey } from "./use-command-key.ts";
import { WorkspaceMenu } from "./workspace-menu.tsx";

interface SideBarProps {
  account: Account;
  groups: readonly NavigationGroup[];
  onOpenPalette: () => void;
}

/** The navigation at the left of a wide window. */
export function SideBar({ account, groups, onOpenPalette }: SideBarProps) {
  const t = useTranslations("layout");
  const commandKey = useCommandKey();
  return (
    <header className="hidden border-r md:block">
      <div className="sticky top-0 flex h-dvh flex-col gap-4 overflow-y-auto px-2.5 py-3.5">
        <Link href="/oauth" className="mx-1.5 w-fit rounded-sm px-1 py-1">
          <Brand name={t("product")} />
        </Link>
        <div className="grid gap-2">
          <WorkspaceMenu account={account} />
          <button
            type="button"
            onClick={onOpenPalette}
            className="flex min-h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-ink-2 transition-colors duration-140 hover:bg-raised hover:text-ink"
          >
            <Search aria-hidden strokeWidth={1.75} className="size-4" />
            <span className="flex-1 text-left">{t("search")}</span>
            <Kbd>{commandKey}</Kbd>
          </button>
        </div>
        <NavLinks groups={groups} />
      </div>
    </header>
  );
}
