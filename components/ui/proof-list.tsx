"use client";

import { Check, CircleHelp, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn.ts";

const looks = {
  proven: { icon: Check, dot: "bg-ok-soft text-ok" },
  refuted: { icon: X, dot: "bg-bad-soft text-bad" },
  unknown: { icon: CircleHelp, dot: "bg-warn-soft text-warn" },
  open: { icon: Minus, dot: "bg-draft-soft text-ink-3" },
} as const;

export type ProofState = keyof typeof looks;

export interface Proof {
  /** Needed where titles repeat. */
  id?: string;
  state: ProofState;
  title: string;
  /** How it was shown, what was answered, when. */
  detail?: ReactNode;
}

/** What has been shown to be true, step by step, and how. */
export function ProofList({ proofs, className }: { proofs: readonly Proof[]; className?: string }) {
  const t = useTranslations("ui");
  return (
    <ol className={cn("grid", className)}>
      {proofs.map(({ id, state, title, detail }) => {
        const { icon: Icon, dot } = looks[state];
        return (
          <li key={id ?? title} className="group/proof relative flex gap-3 pb-4 last:pb-0">
            <span
              aria-hidden
              className="absolute top-6 bottom-0.5 left-2.25 w-px bg-line-strong group-last/proof:hidden"
            />
            <span className={cn("mt-0.5 grid size-4.75 shrink-0 place-items-center rounded-full", dot)}>
              <Icon aria-hidden strokeWidth={2.6} className="size-3" />
            </span>
            <div className="min-w-0 flex-1">
              <p className="font-medium text-ink">
                {title}
                <span className="sr-only"> ({t(`proof.${state}`)})</span>
              </p>
              {detail ? <div className="text-sm text-ink-3">{detail}</div> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
