import { route } from "#lib/http/route.ts";
import { deliveryParams, deliverySchema } from "#lib/webhooks/contract.ts";
import { replayDelivery } from "#lib/webhooks/replay-deliveries.ts";

export const POST = route({
  access: "webhooks:write",
  summary: "Send an event to a webhook again",
  description: "Whatever came of it, with all its attempts and under the same `webhook-id`.",
  input: { params: deliveryParams },
  output: deliverySchema,
  problems: ["conflict"],
  run: (ctx, { params }) => replayDelivery(ctx, params),
});
