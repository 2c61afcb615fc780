import { route } from "#lib/http/route.ts";
import { integrationParams, integrationSchema, rotateSecretBody } from "#lib/integrations/contract.ts";
import { rotateSecret } from "#lib/integrations/rotate-secret.ts";

export const PUT = route({
  access: "integrations:write",
  summary: "Rotate an integration's client secret",
  description:
    "The new secret takes over once the provider accepts it; until then the old one stays in force. A refused one is not stored.",
  input: { params: integrationParams, body: rotateSecretBody },
  output: integrationSchema,
  problems: ["conflict", "integration-not-configured"],
  run: (ctx, { params, body }) => rotateSecret(ctx, { ...body, ...params }),
});
