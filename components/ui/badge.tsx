import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type BadgeTone = "neutral" | "accent" | "ok" | "warn" | "bad";

export const badgeClass = cva(
  "inline-flex max-w-full items-center gap-1.25 rounded-full px-2 py-px text-sm font-medium whitespace-nowrap max-sm:whitespace-normal [&_svg]:size-3.25 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-draft-soft text-draft",
        accent: "bg-accent-soft text-accent",
        ok: "bg-ok-soft text-ok",
        warn: "bg-warn-soft text-warn",
        bad: "bg-bad-soft text-bad",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** A word or a count that belongs to something. A state needs an icon as well: see `StatusChip`. */
export function Badge({
  tone,
  icon,
  children,
  className,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span className={cn(badgeClass({ tone }), className)}>
      {icon}
      {children}
    </span>
  );
}
