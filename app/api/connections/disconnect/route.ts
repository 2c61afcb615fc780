import { disconnectedListSchema, disconnectSelectedInput } from "#lib/connections/contract.ts";
import { disconnectSelected } from "#lib/connections/disconnect-selected.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "connections:write",
  summary: "Disconnect several connections",
  description: "Each on its own: the answer says of each how its grant stands, or why it was left alone.",
  input: { body: disconnectSelectedInput },
  output: disconnectedListSchema,
  run: (ctx, { body }) => disconnectSelected(ctx, body),
});
