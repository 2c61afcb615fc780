import { route } from "#lib/http/route.ts";
import { integrationParams, integrationSchema } from "#lib/integrations/contract.ts";
import { rotateToPreviousSecret } from "#lib/integrations/rotate-to-previous-secret.ts";

export const POST = route({
  access: "integrations:write",
  summary: "Put an integration's previous client secret back in force",
  input: { params: integrationParams },
  output: integrationSchema,
  problems: ["conflict", "integration-not-configured"],
  run: (ctx, { params }) => rotateToPreviousSecret(ctx, params),
});
