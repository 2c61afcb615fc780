"use client";

import { useTranslations } from "use-intl";
import { StatusChip } from "#components/ui/status-chip.tsx";
import type { Webhook } from "#lib/webhooks/contract.ts";

/** Whether it is on, and whether anything arrives. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const t = useTranslations("webhooks.state");
  const { disabledCause, failingSince } = webhook;
  if (disabledCause === "failing") return <StatusChip status="needs-attention" label={t("failing-off")} />;
  if (disabledCause === "gone") return <StatusChip status="needs-attention" label={t("gone")} />;
  if (disabledCause) return <StatusChip status="disabled" label={t("by-member")} />;
  return failingSince ? (
    <StatusChip status="retrying" label={t("failing")} />
  ) : (
    <StatusChip status="active" label={t("on")} />
  );
}
