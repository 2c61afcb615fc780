import {
  connectionParams,
  connectionSchema,
  disconnectQuerySchema,
  REVOCATION_HEADER,
} from "#lib/connections/contract.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "Get a connection",
  input: { params: connectionParams },
  output: connectionSchema,
  run: (ctx, { params }) => getConnection(ctx, params),
});

export const HEAD = head(GET);

export const DELETE = route({
  access: "connections:write",
  summary: "Disconnect a connection",
  description: `Unusable at once; the header ${REVOCATION_HEADER} says how the grant stands at the provider: revoked, pending or unavailable.`,
  input: { params: connectionParams, query: disconnectQuerySchema },
  problems: ["conflict"],
  run: async (ctx, { params, query }) => {
    const outcome = await disconnectConnection(ctx, { ...params, ...query });
    return withHeaders(undefined, { [REVOCATION_HEADER]: outcome });
  },
});
