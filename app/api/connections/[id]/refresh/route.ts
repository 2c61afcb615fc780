import { connectionParams, connectionSchema } from "#lib/connections/contract.ts";
import { refreshConnection } from "#lib/connections/refresh-connection.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "connections:write",
  summary: "Refresh a connection's tokens now",
  description: "Whatever their expiry, once a minute at most.",
  input: { params: connectionParams },
  output: connectionSchema,
  problems: ["conflict", "connection-needs-reauth", "rate-limited", "unavailable"],
  run: (ctx, { params }) => refreshConnection(ctx, params),
});
