"use client";

import { useTranslations } from "use-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Delivery } from "#lib/webhooks/contract.ts";
import { DeliveryAnswer } from "./delivery-answer.tsx";

/** One delivery in full: how far it is, and what is sent. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("webhooks.deliveries");
  const { noticeId, attempts, lastAttemptAt, nextAttemptAt, payload } = delivery;
  const items = [
    { key: t("answer"), value: <DeliveryAnswer delivery={delivery} /> },
    { key: t("attempts"), value: String(attempts) },
    { key: t("lastAttempt"), value: <RelativeTime value={lastAttemptAt} /> },
    { key: t("messageId"), value: <code className="text-sm">{noticeId}</code> },
  ];
  const next = nextAttemptAt && { key: t("next"), value: <RelativeTime value={nextAttemptAt} /> };
  return (
    <div className="grid gap-4">
      <KeyValueList items={next ? [...items, next] : items} />
      <CodeBlock label={t("payload")} code={JSON.stringify(payload, null, 2)} />
    </div>
  );
}
