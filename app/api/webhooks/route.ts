import { pageQuerySchema } from "#lib/core/page.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { createWebhookSchema, webhookPageSchema, webhookWithSecretSchema } from "#lib/webhooks/contract.ts";
import { createWebhook } from "#lib/webhooks/create-webhook.ts";
import { listWebhooks } from "#lib/webhooks/list-webhooks.ts";

export const GET = route({
  access: "webhooks:read",
  summary: "List webhooks",
  description: "Newest first, those that are off included.",
  input: { query: pageQuerySchema },
  output: webhookPageSchema,
  run: (ctx, { query }) => listWebhooks(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "webhooks:write",
  summary: "Add a webhook",
  description:
    "The answer holds the signing secret, once. Messages are signed as Standard Webhooks has it and sent until the address answers 2xx, ten times in about three days. One can arrive twice: `webhook-id` tells.",
  input: { body: createWebhookSchema },
  output: webhookWithSecretSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { body }) => {
    const webhook = await createWebhook(ctx, body);
    return withHeaders(webhook, { location: `/api/webhooks/${webhook.id}` });
  },
});
