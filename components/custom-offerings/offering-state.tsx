"use client";

import { CircleHelp, Package, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { StatusChip } from "#components/ui/status-chip.tsx";
import type { OfferingSummary } from "#lib/custom-offerings/contract.ts";

const looks = {
  builtin: "active",
  draft: "draft",
  published: "configured",
  unpublished: "disabled",
} as const;

/** How an offering stands: whether integrations see it, and what its provider says of its future. */
export function OfferingState({ offering }: { offering: OfferingSummary }) {
  const t = useTranslations("customOfferings");
  const { state, status, confidence, hasUnpublishedChanges } = offering;
  const successor = status.replacedBy?.displayName;
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {state === "builtin" ? (
        <Badge icon={<Package aria-hidden />}>{t("state.builtin")}</Badge>
      ) : (
        <StatusChip status={looks[state]} label={t(`state.${state}`)} />
      )}
      {hasUnpublishedChanges ? <Badge tone="accent">{t("changed")}</Badge> : null}
      {status.state === "active" ? null : (
        <Badge tone="warn" icon={<TriangleAlert aria-hidden />}>
          {successor
            ? t("closing", { state: t(`lifecycle.${status.state}`), successor })
            : t(`lifecycle.${status.state}`)}
        </Badge>
      )}
      {confidence === "low" ? (
        <Badge tone="warn" icon={<CircleHelp aria-hidden />}>
          {t("notConfirmed")}
        </Badge>
      ) : null}
    </span>
  );
}
