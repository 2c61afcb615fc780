"use client";

import { useTranslations } from "use-intl";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

// What scrolls must be reachable by keyboard (WCAG 2.1.1).
const scroller = (label: string) => ({ tabIndex: 0, role: "region", "aria-label": label });

interface CodeBlockProps {
  code: string;
  /** What it is: "curl command", "Response body". */
  label: string;
  canCopy?: boolean;
  className?: string;
}

/** Several lines that a machine reads; scrolls in its own frame, which the keyboard reaches. */
export function CodeBlock({ code, label, canCopy = true, className }: CodeBlockProps) {
  const t = useTranslations("ui");
  return (
    <figure
      className={cn("min-w-0 overflow-hidden rounded-lg border border-line-strong bg-raised", className)}
    >
      <figcaption className="flex min-h-9 items-center justify-between gap-3 border-b pr-1 pl-3 text-sm text-ink-2">
        {label}
        {canCopy ? (
          <CopyButton text={code} label={t("copyThing", { thing: label })} variant="quiet" size="sm" />
        ) : null}
      </figcaption>
      <pre
        {...scroller(label)}
        className="max-h-112 overflow-auto px-3 py-2.5 text-sm leading-relaxed text-ink focus-visible:-outline-offset-2"
      >
        {code}
      </pre>
    </figure>
  );
}
