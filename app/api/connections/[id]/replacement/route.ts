import { connectionReplacementSchema, replaceConnectionInput } from "#lib/api-keys/contract.ts";
import { updateKeyConnections } from "#lib/api-keys/update-key-connections.ts";
import { connectionParams } from "#lib/connections/contract.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "api-keys:write",
  summary: "Put another connection in a connection's place",
  description:
    "In the API keys that are limited to it: one's own, for admins everybody's. What stays as it is is named.",
  input: { params: connectionParams, body: replaceConnectionInput },
  output: connectionReplacementSchema,
  run: (ctx, { params, body }) => updateKeyConnections(ctx, { ...params, ...body }),
});
