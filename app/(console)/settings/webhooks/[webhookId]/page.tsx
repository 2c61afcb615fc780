import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { webhookKeys } from "#components/webhooks/keys.ts";
import { WebhookDetail } from "#components/webhooks/webhook-detail.tsx";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getWebhook } from "#lib/webhooks/get-webhook.ts";

interface WebhookPageProps {
  params: Promise<{ webhookId: string }>;
}

export const metadata: Metadata = { title: translator("webhooks")("title") };

export default async function WebhookPage({ params }: WebhookPageProps) {
  const { webhookId: id } = await params;
  const webhook = await orNotFound(getWebhook(await pageContext(), { id }));
  return (
    <Prefetched data={[[webhookKeys.one(id), webhook]]}>
      <WebhookDetail id={id} />
    </Prefetched>
  );
}
