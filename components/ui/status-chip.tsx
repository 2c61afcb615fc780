"use client";

import {
  Check,
  CircleOff,
  CirclePause,
  Clock,
  Hourglass,
  type LucideIcon,
  PencilLine,
  RotateCw,
  ShieldAlert,
  TriangleAlert,
  Unplug,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type BadgeTone, badgeClass } from "./badge.tsx";
import { cn } from "./cn.ts";
import { Popover } from "./popover.tsx";

const looks = {
  draft: { icon: PencilLine, tone: "neutral" },
  configured: { icon: Check, tone: "ok" },
  "needs-attention": { icon: TriangleAlert, tone: "bad" },
  disabled: { icon: CircleOff, tone: "neutral" },
  active: { icon: Check, tone: "ok" },
  expiring: { icon: Hourglass, tone: "warn" },
  retrying: { icon: RotateCw, tone: "warn" },
  pending: { icon: Clock, tone: "neutral" },
  "needs-reconnect": { icon: Unplug, tone: "bad" },
  "on-hold": { icon: CirclePause, tone: "neutral" },
  suspended: { icon: ShieldAlert, tone: "warn" },
  revoked: { icon: CircleOff, tone: "neutral" },
} as const satisfies Record<string, { icon: LucideIcon; tone: BadgeTone }>;

export type Status = keyof typeof looks;

interface StatusChipProps {
  status: Status;
  /** More precise words than the state's own: "Retrying in 4 min". */
  label?: string;
  /** Why it is so, who can mend it, and the next step; opens from the chip. */
  cause?: ReactNode;
  className?: string;
}

/** A state as sign, word and colour, so that none has to carry it alone. */
export function StatusChip({ status, label, cause, className }: StatusChipProps) {
  const t = useTranslations("ui");
  const { icon: Icon, tone } = looks[status];
  const words = label ?? t(`status.${status}`);
  const look = cn(badgeClass({ tone }), className);

  if (!cause) {
    return (
      <span className={look}>
        <Icon aria-hidden strokeWidth={2.2} />
        {words}
      </span>
    );
  }
  return (
    <Popover
      opensOnHover
      title={words}
      trigger={
        <button
          type="button"
          className={cn(look, "relative z-10 after:absolute after:-inset-y-0.5 after:inset-x-0")}
        >
          <Icon aria-hidden strokeWidth={2.2} />
          <span className="underline decoration-current/40 decoration-dotted underline-offset-3">
            {words}
          </span>
        </button>
      }
    >
      {cause}
    </Popover>
  );
}
