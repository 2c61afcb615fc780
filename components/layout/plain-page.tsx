"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { PopupContainer } from "#components/ui/popup-container.tsx";
import { Brand } from "./brand.tsx";

interface PlainPageProps {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Puts the content on a panel: for forms (sign-in, setup) and results. */
  isPanel?: boolean;
  size?: "md" | "lg";
}

/** A page without the console around it: sign-in, setup, the result of a flow, a problem, nothing here. */
export function PlainPage({ title, description, children, isPanel, size = "md" }: PlainPageProps) {
  const t = useTranslations("layout");
  return (
    <PopupContainer>
      {(popups) => (
        <div className="flex min-h-dvh flex-col items-center px-4 py-8 sm:py-[10vh]">
          <div className={cn("w-full", size === "md" ? "max-w-md" : "max-w-2xl")}>
            <header>
              <Link href="/" className="mb-6 inline-flex rounded-sm">
                <Brand name={t("product")} />
              </Link>
            </header>
            <main
              id="content"
              className={cn("grid gap-5", isPanel && "rounded-xl border bg-panel p-6 shadow-low max-sm:p-5")}
            >
              <div>
                <h1 className="text-xl font-semibold tracking-[-0.015em] text-ink">{title}</h1>
                {description ? <div className="mt-1 text-ink-2">{description}</div> : null}
              </div>
              {children ? (
                <div className="grid min-w-0 justify-items-start gap-4 *:max-w-full">{children}</div>
              ) : null}
              {popups}
            </main>
          </div>
        </div>
      )}
    </PopupContainer>
  );
}
