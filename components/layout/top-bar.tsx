"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Brand } from "./brand.tsx";

interface TopBarProps {
  isMenuOpen: boolean;
  onOpenMenu: () => void;
  onOpenPalette: () => void;
}

/** What stands in for the side bar in a narrow window. */
export function TopBar({ isMenuOpen, onOpenMenu, onOpenPalette }: TopBarProps) {
  const t = useTranslations("layout");
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-1 border-b bg-ground pr-2.5 pl-4 md:hidden">
      <Link href="/oauth" className="mr-auto rounded-sm">
        <Brand name={t("product")} />
      </Link>
      <IconButton label={t("openPalette")} icon={<Search aria-hidden />} onClick={onOpenPalette} />
      <IconButton
        label={t("openMenu")}
        icon={<MenuIcon aria-hidden />}
        onClick={onOpenMenu}
        aria-haspopup="dialog"
        aria-expanded={isMenuOpen}
      />
    </header>
  );
}
