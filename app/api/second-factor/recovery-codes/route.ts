import { proveBothSchema, recoveryCodesSchema } from "#lib/auth/contract.ts";
import { rotateRecoveryCodes } from "#lib/auth/own-second-factor.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "signed-in",
  summary: "Renew your recovery codes",
  description: "The answer holds ten new ones, this once; those before are worth nothing any more.",
  input: { body: proveBothSchema },
  output: recoveryCodesSchema,
  status: 201,
  problems: ["conflict", "rate-limited"],
  run: (ctx, { body }) =>
    rotateRecoveryCodes(ctx, { password: new Secret(body.password), code: new Secret(body.code) }),
});
