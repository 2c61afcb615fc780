import { route } from "#lib/http/route.ts";
import {
  integrationParams,
  integrationSchema,
  rotateSecretBody,
  updateSecretInput,
} from "#lib/integrations/contract.ts";
import { rotateSecret } from "#lib/integrations/rotate-secret.ts";
import { updateSecretExpiry } from "#lib/integrations/update-secret-expiry.ts";

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

export const PATCH = route({
  access: "integrations:write",
  summary: "Note the day on which an integration's client secret ends",
  description: "`null` takes the note back. The end is announced 30, 7 and 1 days before.",
  input: { params: integrationParams, body: updateSecretInput },
  output: integrationSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateSecretExpiry(ctx, { ...body, ...params }),
});
