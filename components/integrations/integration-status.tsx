"use client";

import { useTranslations } from "use-intl";
import { type Status, StatusChip } from "#components/ui/status-chip.tsx";
import type { Integration } from "#lib/integrations/contract.ts";

/** Draft, Configured, Needs attention or Disabled; a draft says what it lacks. */
export function IntegrationStatus({ integration, isPlain }: { integration: Integration; isPlain?: boolean }) {
  const t = useTranslations("integrations");
  const status = statusOf(integration);
  const reasons = integration.isDisabled
    ? [t("disabledCause")]
    : integration.missing.map(({ detail }) => detail);
  const cause =
    isPlain || reasons.length === 0 ? undefined : (
      <ul className="grid gap-1.5">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    );
  return <StatusChip status={status} cause={cause} />;
}

function statusOf({ isDisabled, status, verification }: Integration): Status {
  if (isDisabled) return "disabled";
  if (status === "configured") return "configured";
  return verification?.verdict === "rejected" ? "needs-attention" : "draft";
}
