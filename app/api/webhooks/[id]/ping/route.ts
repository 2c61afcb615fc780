import { route } from "#lib/http/route.ts";
import { deliverySchema, webhookParams } from "#lib/webhooks/contract.ts";
import { verifyWebhook } from "#lib/webhooks/verify-webhook.ts";

export const POST = route({
  access: "webhooks:write",
  summary: "Send a test event to a webhook",
  description: "At once and only once, even while it is off; the answer says how the receiver took it.",
  input: { params: webhookParams },
  output: deliverySchema,
  run: (ctx, { params }) => verifyWebhook(ctx, params),
});
