import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { AddWebhookDialog } from "#components/webhooks/add-webhook-dialog.tsx";
import { webhookKeys } from "#components/webhooks/keys.ts";
import { WebhooksTable } from "#components/webhooks/webhooks-table.tsx";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { listWebhooks } from "#lib/webhooks/list-webhooks.ts";

const t = translator("webhooks");

export const metadata: Metadata = { title: t("title") };

export default async function WebhooksPage() {
  const webhooks = await orNotFound(listWebhooks(await pageContext(), { limit: 100 }));
  return (
    <Prefetched data={[[webhookKeys.list, webhooks]]}>
      <SectionHeader title={t("title")} description={t("description")} actions={<AddWebhookDialog />} />
      <WebhooksTable />
    </Prefetched>
  );
}
