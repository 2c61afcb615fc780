import { updatePasswordSchema } from "#lib/auth/contract.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { updatePassword } from "#lib/auth/update-password.ts";
import { Secret } from "#lib/core/secret.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const PUT = route({
  access: "signed-in",
  summary: "Change your password",
  description: "Ends all your sessions but this one, which gets a new cookie.",
  input: { body: updatePasswordSchema },
  problems: ["rate-limited"],
  run: async (ctx, { body }) => {
    const secret = await updatePassword(ctx, {
      currentPassword: new Secret(body.currentPassword),
      newPassword: new Secret(body.newPassword),
    });
    return withHeaders(undefined, { "set-cookie": await sessionCookie(secret) });
  },
});
