import { proveBothSchema } from "#lib/auth/contract.ts";
import { deleteSecondFactor } from "#lib/auth/own-second-factor.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "signed-in",
  summary: "Switch your second factor off",
  description: "Erases its key and the recovery codes.",
  input: { body: proveBothSchema },
  problems: ["conflict", "rate-limited"],
  run: (ctx, { body }) =>
    deleteSecondFactor(ctx, { password: new Secret(body.password), code: new Secret(body.code) }),
});
