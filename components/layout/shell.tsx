"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { PopupContainer } from "#components/ui/popup-container.tsx";
import type { Account } from "./account.ts";
import { CommandPalette } from "./command-palette.tsx";
import { NavLinks } from "./nav-links.tsx";
import { visibleNavigation } from "./navigation.ts";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import { SideBar } from "./side-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { WorkspaceMenu } from "./workspace-menu.tsx";

type Overlay = "palette" | "shortcuts" | "menu";

/** The frame of every console page: navigation, palette, shortcuts; a top bar where the window is narrow. */
export function Shell({ account, children }: { account: Account; children: ReactNode }) {
  const t = useTranslations("layout");
  const groups = visibleNavigation(account.isPlatformAdmin);
  const [opened, setOpened] = useState<Overlay | null>(null);
  const openPalette = () => setOpened("palette");
  useShortcuts({ openPalette, openHelp: () => setOpened("shortcuts") });
  const change = (overlay: Overlay) => (isOpen: boolean) =>
    setOpened((current) => (isOpen ? overlay : current === overlay ? null : current));

  return (
    <PopupContainer>
      {(popups) => (
        <div className="min-h-dvh md:grid md:grid-cols-[14.5rem_minmax(0,1fr)]">
          <a
            href="#content"
            className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 font-medium text-accent-ink focus-visible:translate-y-0"
          >
            {t("skipToContent")}
          </a>
          <TopBar
            isMenuOpen={opened === "menu"}
            onOpenMenu={() => setOpened("menu")}
            onOpenPalette={openPalette}
          />
          <SideBar account={account} groups={groups} onOpenPalette={openPalette} />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full max-w-298 px-4 pt-5 pb-16 outline-none sm:px-6 md:px-9 md:pt-6.5"
          >
            {children}
            {popups}
          </main>
          <Dialog open={opened === "menu"} onOpenChange={change("menu")} title={t("menu")}>
            <div className="grid gap-5">
              <WorkspaceMenu account={account} />
              <NavLinks groups={groups} onNavigate={() => setOpened(null)} />
            </div>
          </Dialog>
          <CommandPalette
            open={opened === "palette"}
            onOpenChange={change("palette")}
            groups={groups}
            canManage={account.canManage}
            onShowShortcuts={() => setOpened("shortcuts")}
          />
          <ShortcutSheet open={opened === "shortcuts"} onOpenChange={change("shortcuts")} />
        </div>
      )}
    </PopupContainer>
  );
}
