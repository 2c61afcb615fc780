import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { deliveryPageSchema, deliveryQuerySchema, webhookParams } from "#lib/webhooks/contract.ts";
import { listDeliveries } from "#lib/webhooks/list-deliveries.ts";

export const GET = route({
  access: "webhooks:read",
  summary: "List what was and is to be sent to a webhook",
  description: "Newest first; 30 days are kept.",
  input: { params: webhookParams, query: deliveryQuerySchema },
  output: deliveryPageSchema,
  run: (ctx, { params, query }) => listDeliveries(ctx, { ...query, ...params }),
});

export const HEAD = head(GET);
