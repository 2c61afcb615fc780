import { connectionParams, disconnectImpactSchema } from "#lib/connections/contract.ts";
import { getDisconnectImpact } from "#lib/connections/get-disconnect-impact.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "See what depends on a connection",
  description: "Who loses it, when it was last used, and what becomes of the grant at the provider.",
  input: { params: connectionParams },
  output: disconnectImpactSchema,
  run: (ctx, { params }) => getDisconnectImpact(ctx, params),
});

export const HEAD = head(GET);
