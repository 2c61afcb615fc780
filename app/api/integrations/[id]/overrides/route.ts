import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";
import { createOverrideBody, overrideListSchema, overrideSchema } from "#lib/overrides/contract.ts";
import { createOverride } from "#lib/overrides/create-override.ts";
import { listOverrides } from "#lib/overrides/list-overrides.ts";

export const GET = route({
  access: "integrations:read",
  summary: "List the overrides of an integration",
  input: { params: integrationParams },
  output: overrideListSchema,
  run: (ctx, { params }) => listOverrides(ctx, params),
});

export const HEAD = head(GET);

export const POST = route({
  access: "integrations:write",
  summary: "Replace settings for a runtime configuration or an application",
  description:
    "What it replaces of the client is asked of the provider first; connections that are there go on.",
  input: { params: integrationParams, body: createOverrideBody },
  output: overrideSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { params, body }) => {
    const override = await createOverride(ctx, { ...body, ...params });
    const location = `/api/integrations/${override.integrationId}/overrides/${override.id}`;
    return withHeaders(override, { location });
  },
});
