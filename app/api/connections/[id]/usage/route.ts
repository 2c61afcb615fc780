import { connectionParams } from "#lib/connections/contract.ts";
import { usageQuerySchema, usageSchema } from "#lib/gateway/contract.ts";
import { getConnectionUsage } from "#lib/gateway/get-usage.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "connections:read",
  summary: "Count what went through a connection",
  description: "Requests through the gateway by time, outcome, caller and host. It is some seconds behind.",
  input: { params: connectionParams, query: usageQuerySchema },
  output: usageSchema,
  run: (ctx, { params, query }) => getConnectionUsage(ctx, { ...params, ...query }),
});

export const HEAD = head(GET);
