"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn.ts";

/** A bar where something will stand. Shape it with width and height. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-3.5 animate-pulse rounded-sm bg-line", className)} />;
}

/** Holds skeletons; they appear only after 200 ms, so that quick answers never flicker. */
export function Loading({ children, className }: { children?: ReactNode; className?: string }) {
  const t = useTranslations("ui");
  return (
    <div role="status" className={cn("animate-appear-late", className)}>
      <span className="sr-only">{t("loading")}</span>
      {children}
    </div>
  );
}
