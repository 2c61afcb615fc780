"use client";

import { CircleHelp, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { Integration } from "#lib/integrations/contract.ts";

/** What is to be known of an integration's offering: its provider closes it, or nobody has confirmed it yet. */
export function OfferingBadges({ offering }: { offering: Integration["offering"] }) {
  const t = useTranslations("integrations");
  const { state, successor, isConfirmed } = offering;
  return (
    <>
      {state === "active" ? null : (
        <Badge tone="warn" icon={<TriangleAlert aria-hidden />}>
          {successor
            ? t("offeringClosing.successor", { state, successor })
            : t("offeringClosing.alone", { state })}
        </Badge>
      )}
      {isConfirmed ? null : (
        <Badge tone="warn" icon={<CircleHelp aria-hidden />}>
          {t("notConfirmed")}
        </Badge>
      )}
    </>
  );
}
