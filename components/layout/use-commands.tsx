"use client";

import { FileUp, Keyboard, Monitor, Moon, Plus, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { NavigationGroup } from "./navigation.ts";
import { useTheme } from "./use-theme.ts";

export interface Command {
  id: string;
  label: string;
  icon: ReactNode;
  run: () => void;
}

/** Commands under one heading. `value` is the heading: the list box calls it so. */
export interface CommandGroup {
  value: string;
  items: Command[];
}

interface CommandInput {
  groups: readonly NavigationGroup[];
  canManage: boolean;
  onShowShortcuts: () => void;
}

/** Everything that the palette can do: the navigation's pages, then the acts. */
export function useCommands({ groups, canManage, onShowShortcuts }: CommandInput): CommandGroup[] {
  const t = useTranslations("layout");
  const router = useRouter();
  const [, setTheme] = useTheme();

  return useMemo(() => {
    const pages = groups
      .flatMap(({ items }) => items)
      .map(({ page, href, icon: Icon }) => ({
        id: page,
        label: t(`pages.${page}`),
        icon: <Icon aria-hidden />,
        run: () => router.push(href),
      }));
    const add = {
      id: "addIntegration",
      label: t("actions.addIntegration"),
      icon: <Plus aria-hidden />,
      run: () => router.push("/oauth/create"),
    };
    const addOffering = {
      id: "addOffering",
      label: t("actions.addOffering"),
      icon: <Plus aria-hidden />,
      run: () => router.push("/admin/offerings/create"),
    };
    const isPlatformAdmin = groups.some(({ group }) => group === "platform");
    const addApi = {
      id: "addApi",
      label: t("actions.addApi"),
      icon: <FileUp aria-hidden />,
      run: () => router.push("/apis/create"),
    };
    const themes = [
      { choice: "system", icon: <Monitor aria-hidden /> },
      { choice: "light", icon: <Sun aria-hidden /> },
      { choice: "dark", icon: <Moon aria-hidden /> },
    ] as const;
    const acts = [
      ...(canManage ? [add, addApi] : []),
      ...(isPlatformAdmin ? [addOffering] : []),
      ...themes.map(({ choice, icon }) => ({
        id: `theme-${choice}`,
        label: `${t("theme")}: ${t(`themes.${choice}`)}`,
        icon,
        run: () => setTheme(choice),
      })),
      { id: "shortcuts", label: t("shortcuts"), icon: <Keyboard aria-hidden />, run: onShowShortcuts },
    ];
    return [
      { value: t("groups.pages"), items: pages },
      { value: t("groups.actions"), items: acts },
    ];
  }, [groups, canManage, onShowShortcuts, router, setTheme, t]);
}
