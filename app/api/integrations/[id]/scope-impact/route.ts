import { route } from "#lib/http/route.ts";
import { integrationParams, scopeImpactInput, scopeImpactSchema } from "#lib/integrations/contract.ts";
import { getScopeImpact } from "#lib/integrations/get-scope-impact.ts";

export const POST = route({
  access: "integrations:write",
  summary: "See what another choice of scopes means for the connections of an integration",
  description:
    "Nothing is changed. Connections keep what they were granted; those that lack something reconnect to gain it.",
  input: { params: integrationParams, body: scopeImpactInput },
  output: scopeImpactSchema,
  run: (ctx, { params, body }) => getScopeImpact(ctx, { ...body, ...params }),
});
