import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { updateWebhookSchema, webhookParams, webhookSchema } from "#lib/webhooks/contract.ts";
import { deleteWebhook } from "#lib/webhooks/delete-webhook.ts";
import { getWebhook } from "#lib/webhooks/get-webhook.ts";
import { updateWebhook } from "#lib/webhooks/update-webhook.ts";

export const GET = route({
  access: "webhooks:read",
  summary: "Get a webhook",
  input: { params: webhookParams },
  output: webhookSchema,
  run: (ctx, { params }) => getWebhook(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "webhooks:write",
  summary: "Change a webhook, or switch it off and on",
  description:
    "While it is off, nothing is sent and nothing new is written down for it. What waited goes out once it is on again.",
  input: { params: webhookParams, body: updateWebhookSchema },
  output: webhookSchema,
  run: (ctx, { params, body }) => updateWebhook(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "webhooks:write",
  summary: "Delete a webhook",
  description: "What was to be sent to it goes with it.",
  input: { params: webhookParams },
  run: (ctx, { params }) => deleteWebhook(ctx, params),
});
