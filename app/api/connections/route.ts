import { connectionListQuerySchema, connectionPageSchema } from "#lib/connections/contract.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "List connections",
  description: "Newest first: those that the caller can use; with `scope=all`, for admins, everybody's.",
  input: { query: connectionListQuerySchema },
  output: connectionPageSchema,
  run: (ctx, { query }) => listConnections(ctx, query),
});

export const HEAD = head(GET);
