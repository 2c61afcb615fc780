"use client";

import { ArrowUpRight } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import { type ButtonLook, buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";

interface ExternalLinkProps extends Omit<ComponentProps<"a">, "target" | "rel">, ButtonLook {
  href: string;
  /** As a button instead of underlined words. */
  isButton?: boolean;
}

/** A link to somebody else's site, in a new tab, which it says; nothing of ours goes along (no referrer, no opener). */
export function ExternalLink({ isButton, variant, size, className, children, ...rest }: ExternalLinkProps) {
  const t = useTranslations("ui");
  const look = isButton ? buttonClass({ variant, size }) : "link inline-flex items-center gap-1";
  return (
    <a {...rest} target="_blank" rel="noopener noreferrer" className={cn(look, className)}>
      {children}
      <ArrowUpRight aria-hidden className="size-3.5!" />
      <span className="sr-only">{t("opensInNewTab")}</span>
    </a>
  );
}
