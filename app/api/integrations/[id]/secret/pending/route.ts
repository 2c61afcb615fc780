import { route } from "#lib/http/route.ts";
import { integrationParams, integrationSchema } from "#lib/integrations/contract.ts";
import { deletePendingSecret } from "#lib/integrations/delete-pending-secret.ts";

export const DELETE = route({
  access: "integrations:write",
  summary: "Give up a client secret that still waits for its proof",
  input: { params: integrationParams },
  output: integrationSchema,
  problems: ["conflict"],
  run: (ctx, { params }) => deletePendingSecret(ctx, params),
});
