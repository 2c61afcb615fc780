import { getPasswordReset } from "#lib/auth/complete-password-reset.ts";
import { passwordResetSchema, passwordResetTokenSchema } from "#lib/auth/contract.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "public",
  summary: "Get whose password a link sets",
  input: { body: passwordResetTokenSchema },
  output: passwordResetSchema,
  problems: ["not-found", "rate-limited"],
  run: (ctx, { body }) => getPasswordReset(ctx, { token: new Secret(body.token) }),
});
