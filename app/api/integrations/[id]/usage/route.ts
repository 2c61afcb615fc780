import { usageQuerySchema, usageSchema } from "#lib/gateway/contract.ts";
import { getIntegrationUsage } from "#lib/gateway/get-usage.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";

export const GET = route({
  access: "connections:read",
  summary: "Count what went through an integration",
  description: "Requests through the gateway by time, outcome, caller and host. It is some seconds behind.",
  input: { params: integrationParams, query: usageQuerySchema },
  output: usageSchema,
  run: (ctx, { params, query }) => getIntegrationUsage(ctx, { ...params, ...query }),
});

export const HEAD = head(GET);
