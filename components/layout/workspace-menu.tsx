"use client";

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { signOut } from "#lib/browser/sign-out.ts";
import { switchWorkspace } from "#lib/browser/switch-workspace.ts";
import type { Account } from "./account.ts";
import { useTheme } from "./use-theme.ts";

const icons = { system: <Monitor aria-hidden />, light: <Sun aria-hidden />, dark: <Moon aria-hidden /> };

/** The workspace's name; behind it the account, the other workspaces, the theme and the way out. */
export function WorkspaceMenu({ account }: { account: Account }) {
  const t = useTranslations("layout");
  const [theme, setTheme] = useTheme();
  const [isLeaving, setIsLeaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function leave(go: () => Promise<void>) {
    setIsLeaving(true);
    setFailure(null);
    try {
      await go();
    } catch (error) {
      setIsLeaving(false);
      setFailure(error);
    }
  }

  return (
    <>
      <Menu
        align="start"
        className="w-(--anchor-width) min-w-52"
        trigger={
          <button
            type="button"
            aria-label={t("workspaceMenu", { workspace: account.workspaceName })}
            className="flex min-h-9 w-full items-center gap-2 rounded-lg border border-line-strong bg-panel px-2.5 py-1.5 text-left font-medium text-ink shadow-low transition-colors duration-140 hover:border-control"
          >
            <span className="min-w-0 flex-1 truncate">{account.workspaceName}</span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          </button>
        }
      >
        <div className="px-2.5 py-1.5 text-sm text-ink-3">
          {t("signedInAs")}
          <span className="block truncate text-base text-ink">{account.name}</span>
          <span className="block truncate">{account.email}</span>
        </div>
        <MenuSeparator />
        {account.workspaces.length > 1 ? (
          <>
            <MenuChoices
              label={t("workspaces")}
              value={account.workspaceId}
              onValueChange={(id) => void leave(() => switchWorkspace(id))}
              options={account.workspaces.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <MenuSeparator />
          </>
        ) : null}
        <MenuChoices
          label={t("theme")}
          value={theme}
          onValueChange={setTheme}
          options={(["system", "light", "dark"] as const).map((value) => ({
            value,
            label: t(`themes.${value}`),
            icon: icons[value],
          }))}
        />
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden />} onClick={() => void leave(signOut)} disabled={isLeaving}>
          {t("signOut")}
        </MenuItem>
      </Menu>
      {failure ? <ErrorNotice error={failure} /> : null}
    </>
  );
}
