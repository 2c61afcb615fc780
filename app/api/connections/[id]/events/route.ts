import { connectionEventPageSchema, connectionParams } from "#lib/connections/contract.ts";
import { listConnectionEvents } from "#lib/connections/list-connection-events.ts";
import { pageQuerySchema } from "#lib/core/page.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "List what happened to a connection",
  description: "Every grant, refresh, failure, test and change of status, newest first.",
  input: { params: connectionParams, query: pageQuerySchema },
  output: connectionEventPageSchema,
  run: (ctx, { params, query }) => listConnectionEvents(ctx, { ...params, ...query }),
});

export const HEAD = head(GET);
