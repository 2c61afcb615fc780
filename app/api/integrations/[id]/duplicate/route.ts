import { route, withHeaders } from "#lib/http/route.ts";
import { integrationParams, integrationSchema } from "#lib/integrations/contract.ts";
import { createIntegrationCopy } from "#lib/integrations/create-integration-copy.ts";

export const POST = route({
  access: "integrations:write",
  summary: "Duplicate an integration",
  description: "A draft with the same settings. The client secret and the connections stay with the first.",
  input: { params: integrationParams },
  output: integrationSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { params }) => {
    const integration = await createIntegrationCopy(ctx, params);
    return withHeaders(integration, { location: `/api/integrations/${integration.id}` });
  },
});
