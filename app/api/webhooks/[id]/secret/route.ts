import { route } from "#lib/http/route.ts";
import { webhookParams, webhookWithSecretSchema } from "#lib/webhooks/contract.ts";
import { rotateSigningSecret } from "#lib/webhooks/rotate-signing-secret.ts";

export const POST = route({
  access: "webhooks:write",
  summary: "Change the signing secret of a webhook",
  description: "The answer holds the new one, once. The former one signs beside it for 24 hours.",
  input: { params: webhookParams },
  output: webhookWithSecretSchema,
  problems: ["conflict"],
  run: (ctx, { params }) => rotateSigningSecret(ctx, params),
});
