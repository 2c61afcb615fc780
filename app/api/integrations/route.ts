import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import {
  createIntegrationBody,
  integrationPageSchema,
  integrationSchema,
  listIntegrationsQuery,
} from "#lib/integrations/contract.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { listIntegrations } from "#lib/integrations/list-integrations.ts";

export const GET = route({
  access: "integrations:read",
  summary: "List integrations",
  description: "The workspace's integrations, the newest first unless another order is asked for.",
  input: { query: listIntegrationsQuery },
  output: integrationPageSchema,
  run: (ctx, { query }) => listIntegrations(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "integrations:write",
  summary: "Create an integration",
  description:
    "When client ID and secret are both there, the provider is asked about them first: verified makes the integration `configured`, anything else a `draft` that says what is missing.",
  input: { body: createIntegrationBody },
  output: integrationSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { body }) => {
    const integration = await createIntegration(ctx, body);
    return withHeaders(integration, { location: `/api/integrations/${integration.id}` });
  },
});
