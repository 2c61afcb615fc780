"use client";

import { useTranslations } from "use-intl";
import type { Delivery } from "#lib/webhooks/contract.ts";

const known = [
  "status",
  "redirect",
  "timeout",
  "dns",
  "refused",
  "tls",
  "reset",
  "egress-blocked",
  "provider-misbehaved",
  "unknown",
] as const;

/** What came of the last attempt, in words. */
export function DeliveryAnswer({ delivery: { lastStatus, lastError, durationMs } }: { delivery: Delivery }) {
  const t = useTranslations("webhooks.deliveries");
  const code = known.find((one) => one === lastError);
  const words = lastError && (code ? t(`error.${code}`) : lastError);
  if (lastStatus === null && !words) return <span className="text-ink-3">—</span>;
  return (
    <span className="block">
      <span className="tabular-nums">{[lastStatus, words].filter(Boolean).join(": ")}</span>
      {durationMs === null ? null : (
        <span className="block text-sm text-ink-3 tabular-nums">{t("duration", { ms: durationMs })}</span>
      )}
    </span>
  );
}
