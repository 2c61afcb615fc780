"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Webhook } from "#lib/webhooks/contract.ts";
import { WebhookState } from "./webhook-state.tsx";

const column = dataColumns<Webhook>();

/** The columns of the webhooks. */
export function useWebhookColumns() {
  const t = useTranslations("webhooks");
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="block wrap-anywhere">{original.name}</span>
              <code className="block text-sm font-normal wrap-anywhere text-ink-3">{original.url}</code>
            </span>
          ),
        }),
        column.display({
          id: "state",
          header: t("state.label"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <WebhookState webhook={original} />,
        }),
        column.display({
          id: "events",
          header: t("events"),
          meta: { className: "sm:max-w-64" },
          cell: ({ row: { original } }) =>
            original.events.length === 0 ? (
              t("allEvents")
            ) : (
              <code className="text-sm wrap-anywhere">{original.events.join(" ")}</code>
            ),
        }),
        column.accessor("lastDeliveredAt", {
          header: t("lastDelivered"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => (
            <RelativeTime value={original.lastDeliveredAt} fallback={t("never")} />
          ),
        }),
      ]),
    [t],
  );
}
