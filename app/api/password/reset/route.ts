import { completePasswordReset } from "#lib/auth/complete-password-reset.ts";
import { completePasswordResetSchema } from "#lib/auth/contract.ts";
import { Secret } from "#lib/core/secret.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "public",
  summary: "Set a new password by a link",
  description: "The link is used up, and every session of the account ends. Nobody is signed in by it.",
  input: { body: completePasswordResetSchema },
  problems: ["not-found", "rate-limited"],
  run: (ctx, { body }) =>
    completePasswordReset(ctx, {
      token: new Secret(body.token),
      newPassword: new Secret(body.newPassword),
    }),
});
