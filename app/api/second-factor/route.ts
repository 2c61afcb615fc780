import { provePasswordSchema, secondFactorKeySchema, secondFactorSchema } from "#lib/auth/contract.ts";
import { getSecondFactor, startSecondFactor } from "#lib/auth/own-second-factor.ts";
import { Secret } from "#lib/core/secret.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "signed-in",
  summary: "Get whether your second factor is on",
  output: secondFactorSchema,
  run: (ctx) => getSecondFactor(ctx),
});

export const HEAD = head(GET);

export const POST = route({
  access: "signed-in",
  summary: "Begin to set up an authenticator app",
  description: "The key is shown once, and counts when a code has confirmed it within 15 minutes (RFC 6238).",
  input: { body: provePasswordSchema },
  output: secondFactorKeySchema,
  status: 201,
  problems: ["conflict", "rate-limited"],
  run: (ctx, { body }) => startSecondFactor(ctx, { password: new Secret(body.password) }),
});
