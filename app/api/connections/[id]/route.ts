import * as contract from "#lib/connections/contract.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import { updateConnection } from "#lib/connections/update-connection.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "Get a connection",
  input: { params: contract.connectionParams },
  output: contract.connectionSchema,
  run: (ctx, { params }) => getConnection(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "connections:write",
  summary: "Name a connection, share it, or choose the site, organisation or account that its calls go to",
  description: "One at a time. Only its owner, signed in, shares it or lets others do more.",
  input: { params: contract.connectionParams, body: contract.updateConnectionInput },
  output: contract.connectionSchema,
  problems: ["conflict", "integration-not-configured"],
  run: (ctx, { params, body }) => updateConnection(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "connections:write",
  summary: "Disconnect a connection",
  description: `The header ${contract.REVOCATION_HEADER} says how the grant stands at the provider: revoked, pending or unavailable.`,
  input: { params: contract.connectionParams, query: contract.disconnectQuerySchema },
  problems: ["conflict"],
  run: async (ctx, { params, query }) =>
    withHeaders(undefined, {
      [contract.REVOCATION_HEADER]: await disconnectConnection(ctx, { ...params, ...query }),
    }),
});
