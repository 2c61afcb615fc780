import { connectionPageSchema, integrationConnectionsQuerySchema } from "#lib/connections/contract.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";
import { getIntegrationFacts } from "#lib/integrations/get-integration-facts.ts";

export const GET = route({
  access: "connections:read",
  summary: "List the connections of an integration",
  description: "Those that the caller can use; with `scope=all`, for admins, everybody's.",
  input: { params: integrationParams, query: integrationConnectionsQuerySchema },
  output: connectionPageSchema,
  run: async (ctx, { params, query }) => {
    const { id } = await getIntegrationFacts(ctx, params.id);
    return listConnections(ctx, { ...query, integration: id });
  },
});

export const HEAD = head(GET);
