"use client";

import type { Route } from "next";
import { useTranslations } from "use-intl";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Webhook } from "#lib/webhooks/contract.ts";
import { DeleteWebhookDialog } from "./delete-webhook-dialog.tsx";
import { DeliveriesTable } from "./deliveries-table.tsx";
import { EditWebhookDialog } from "./edit-webhook-dialog.tsx";
import { useUpdateWebhook, useWebhook } from "./queries.ts";
import { RotateSecretDialog } from "./rotate-secret-dialog.tsx";
import { TestButton } from "./test-button.tsx";
import { WebhookState } from "./webhook-state.tsx";

/** One webhook: how it stands, what can be done with it, and what was sent. */
export function WebhookDetail({ id }: { id: string }) {
  const t = useTranslations("webhooks");
  const { data: webhook, error, refetch } = useWebhook(id);
  if (!webhook) return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null;
  return (
    <div className="grid gap-5">
      <Breadcrumbs crumbs={[{ label: t("title"), href: "/settings/webhooks" as Route }]} />
      <Standing webhook={webhook} />
      <Panel
        title={webhook.name}
        description={<code className="text-sm wrap-anywhere">{webhook.url}</code>}
        action={<WebhookState webhook={webhook} />}
        footer={
          <>
            <DeleteWebhookDialog webhook={webhook} />
            <RotateSecretDialog webhook={webhook} />
            <SwitchButton webhook={webhook} />
            <EditWebhookDialog webhook={webhook} />
            <TestButton id={webhook.id} />
          </>
        }
      >
        <Facts webhook={webhook} />
      </Panel>
      <DeliveriesTable webhook={webhook} />
    </div>
  );
}

function Standing({ webhook: { disabledCause, failingSince } }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  if (disabledCause) {
    return (
      <Notice tone={disabledCause === "by-member" ? "info" : "bad"} title={t("offTitle")}>
        {t(`off.${disabledCause}`)}
      </Notice>
    );
  }
  if (!failingSince) return null;
  return (
    <Notice tone="warn" title={t.rich("failingTitle", { time: () => <RelativeTime value={failingSince} /> })}>
      {t("failingDetail")}
    </Notice>
  );
}

function Facts({ webhook }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  const { events, lastDeliveredAt, previousSecretUntil, createdAt } = webhook;
  const items = [
    {
      key: t("events"),
      value: events.length === 0 ? t("allEvents") : <code className="text-sm">{events.join(" ")}</code>,
    },
    { key: t("lastDelivered"), value: <RelativeTime value={lastDeliveredAt} fallback={t("never")} /> },
    { key: t("added"), value: <RelativeTime value={createdAt} /> },
  ];
  const former = previousSecretUntil && {
    key: t("formerSecret"),
    value: t.rich("formerSecretUntil", { time: () => <RelativeTime value={previousSecretUntil} /> }),
  };
  return <KeyValueList items={former ? [...items, former] : items} />;
}

function SwitchButton({ webhook: { id, name, isEnabled } }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  const update = useUpdateWebhook(id);
  return (
    <Button
      isPending={update.isPending}
      onClick={() =>
        update.mutate(
          { isEnabled: !isEnabled },
          { onSuccess: () => toast(t(isEnabled ? "turnedOff" : "turnedOn", { name })) },
        )
      }
    >
      {t(isEnabled ? "turnOff" : "turnOn")}
    </Button>
  );
}
