import { confirmSecondFactorSchema, recoveryCodesSchema } from "#lib/auth/contract.ts";
import { confirmSecondFactor } from "#lib/auth/own-second-factor.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "signed-in",
  summary: "Switch your second factor on",
  description: "By the first code of the app. The answer holds ten recovery codes, this once.",
  input: { body: confirmSecondFactorSchema },
  output: recoveryCodesSchema,
  status: 201,
  problems: ["conflict", "rate-limited"],
  run: (ctx, { body }) => confirmSecondFactor(ctx, { code: new Secret(body.code) }),
});
