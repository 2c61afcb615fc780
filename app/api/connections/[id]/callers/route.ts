import { connectionParams } from "#lib/connections/contract.ts";
import { connectionCallersSchema } from "#lib/gateway/contract.ts";
import { listConnectionCallers } from "#lib/gateway/list-connection-callers.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "List where a connection is used",
  description:
    "Who called through it within 30 days, and the API keys that are limited to it. It is some seconds behind.",
  input: { params: connectionParams },
  output: connectionCallersSchema,
  run: (ctx, { params }) => listConnectionCallers(ctx, params),
});

export const HEAD = head(GET);
