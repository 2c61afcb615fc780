import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { integrationImpactSchema, integrationParams } from "#lib/integrations/contract.ts";
import { getIntegrationImpact } from "#lib/integrations/get-integration-impact.ts";

export const GET = route({
  access: "integrations:write",
  summary: "See what depends on an integration",
  input: { params: integrationParams },
  output: integrationImpactSchema,
  run: (ctx, { params }) => getIntegrationImpact(ctx, params),
});

export const HEAD = head(GET);
