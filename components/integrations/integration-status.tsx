"use client";

import { useTranslations } from "use-intl";
import { type Status, StatusChip } from "#components/ui/status-chip.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { useSecretEnd } from "./secret-end.tsx";

/**
 * Draft, Configured, Needs attention or Paused, the same everywhere. A draft says what it lacks; one that works and
 * needs attention, because its client secret ends, says when.
 */
export function IntegrationStatus({ integration, isPlain }: { integration: Integration; isPlain?: boolean }) {
  const t = useTranslations("integrations");
  const end = useSecretEnd(integration.clientSecret.expiresOn);
  const ending = end?.isNear ? t("secretEnd.attention", { words: end.words }) : null;
  const reasons = [
    ...(integration.isDisabled ? [t("disabledCause")] : integration.missing.map(({ detail }) => detail)),
    ...(ending ? [ending] : []),
  ];
  const cause =
    isPlain || reasons.length === 0 ? undefined : (
      <ul className="grid gap-1.5">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    );
  return <StatusChip status={statusOf(integration, ending !== null)} cause={cause} />;
}

function statusOf({ isDisabled, status, verification }: Integration, isEnding: boolean): Status {
  if (isDisabled) return "disabled";
  if (status === "configured") return isEnding ? "needs-attention" : "configured";
  return verification?.verdict === "rejected" ? "needs-attention" : "draft";
}
