import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { firstStepsSchema } from "#lib/workspaces/contract.ts";
import { getFirstSteps } from "#lib/workspaces/get-first-steps.ts";

export const GET = route({
  access: "workspace:read",
  summary: "Get the first steps",
  description: "Which steps of the first-run checklist are done.",
  output: firstStepsSchema,
  run: (ctx) => getFirstSteps(ctx),
});

export const HEAD = head(GET);
