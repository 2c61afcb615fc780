import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import {
  deleteIntegrationQuery,
  integrationParams,
  integrationSchema,
  updateIntegrationInput,
} from "#lib/integrations/contract.ts";
import { deleteIntegration } from "#lib/integrations/delete-integration.ts";
import { getIntegration } from "#lib/integrations/get-integration.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";

export const GET = route({
  access: "integrations:read",
  summary: "Get an integration",
  input: { params: integrationParams },
  output: integrationSchema,
  run: (ctx, { params }) => getIntegration(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "integrations:write",
  summary: "Change an integration's settings",
  description: "What is left out stays. The client secret has its own address.",
  input: { params: integrationParams, body: updateIntegrationInput },
  output: integrationSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateIntegration(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "integrations:write",
  summary: "Delete an integration",
  description: "Its connections are disconnected first. The counts are its impact's; 409 when they moved.",
  input: { params: integrationParams, query: deleteIntegrationQuery },
  problems: ["conflict"],
  run: (ctx, { params, query }) => deleteIntegration(ctx, { ...params, ...query }),
});
