import { route } from "#lib/http/route.ts";
import { integrationParams, integrationSchema } from "#lib/integrations/contract.ts";
import { verifyIntegration } from "#lib/integrations/verify-integration.ts";

export const POST = route({
  access: "integrations:write",
  summary: "Ask the provider about an integration's client again",
  description:
    "The verdict is in the answer's `verification`, or in `clientSecret.pending` for a secret that waits.",
  input: { params: integrationParams },
  output: integrationSchema,
  problems: ["conflict", "integration-not-configured"],
  run: (ctx, { params }) => verifyIntegration(ctx, params),
});
