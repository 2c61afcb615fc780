import { connectionSchema, REVOCATION_HEADER } from "#lib/connections/contract.ts";
import { disconnectCurrentConnection } from "#lib/connections/disconnect-connection.ts";
import { getCurrentConnection } from "#lib/connections/get-connection.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";

export const GET = route({
  access: "connections:read",
  summary: "Get the connection that requests to an integration go through",
  description: "The caller's own, or the shared one, as the integration's mode says.",
  input: { params: integrationParams },
  output: connectionSchema,
  run: (ctx, { params }) => getCurrentConnection(ctx, { integration: params.id }),
});

export const HEAD = head(GET);

export const DELETE = route({
  access: "connections:write",
  summary: "Disconnect the connection that requests to an integration go through",
  description: `Unusable at once; the header ${REVOCATION_HEADER} says how the grant stands at the provider.`,
  input: { params: integrationParams },
  problems: ["conflict"],
  run: async (ctx, { params }) => {
    const outcome = await disconnectCurrentConnection(ctx, { integration: params.id });
    return withHeaders(undefined, { [REVOCATION_HEADER]: outcome });
  },
});
