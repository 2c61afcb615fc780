import { route } from "#lib/http/route.ts";
import { replayCountSchema, replaySchema, webhookParams } from "#lib/webhooks/contract.ts";
import { replayFailedDeliveries } from "#lib/webhooks/replay-deliveries.ts";

export const POST = route({
  access: "webhooks:write",
  summary: "Send failed events again",
  description: "All that were given up and written since then, each with all its attempts.",
  input: { params: webhookParams, body: replaySchema },
  output: replayCountSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => replayFailedDeliveries(ctx, { ...body, ...params }),
});
