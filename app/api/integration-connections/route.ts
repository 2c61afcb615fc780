import { connectionHalListSchema, connectionHalQuerySchema } from "#lib/connections/contract.ts";
import { listOwnConnections } from "#lib/connections/list-connections.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "List every connection of the caller",
  description: "Across integrations, newest first, as HAL; `start` and `count` page it.",
  input: { query: connectionHalQuerySchema },
  output: connectionHalListSchema,
  run: (ctx, { query }) => listOwnConnections(ctx, query),
});

export const HEAD = head(GET);
