"use client";

import { Ban, Check, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";

const looks = {
  success: { tone: "ok", icon: Check },
  denied: { tone: "warn", icon: Ban },
  failed: { tone: "bad", icon: X },
} as const;

/** How an act ended, as sign, word and colour. */
export function OutcomeBadge({ outcome }: { outcome: keyof typeof looks }) {
  const t = useTranslations("audit.outcome");
  const { tone, icon: Icon } = looks[outcome];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden strokeWidth={2.2} />}>
      {t(outcome)}
    </Badge>
  );
}
