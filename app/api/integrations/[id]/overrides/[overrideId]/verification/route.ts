import { route } from "#lib/http/route.ts";
import { overrideParams, overrideSchema } from "#lib/overrides/contract.ts";
import { verifyOverride } from "#lib/overrides/verify-override.ts";

export const POST = route({
  access: "integrations:write",
  summary: "Ask the provider about an override's client again",
  description: "It is asked alone on its integration; the verdict is in the answer's `verification`.",
  input: { params: overrideParams },
  output: overrideSchema,
  problems: ["conflict", "integration-not-configured"],
  run: (ctx, { params }) => verifyOverride(ctx, params),
});
