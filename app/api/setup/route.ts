import { route } from "#lib/http/route.ts";
import { deploymentOwnerSchema, setupSchema } from "#lib/workspaces/contract.ts";
import { createDeploymentOwner } from "#lib/workspaces/create-deployment-owner.ts";

export const POST = route({
  access: "public",
  summary: "Set up a new deployment",
  description:
    "The one-time code stands in the start-up log. Once somebody has used it, this answers 404 for ever.",
  input: { body: setupSchema },
  output: deploymentOwnerSchema,
  status: 201,
  problems: ["not-found", "rate-limited"],
  run: (ctx, { body }) => createDeploymentOwner(ctx, body),
});
