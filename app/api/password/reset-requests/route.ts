import { requestPasswordResetSchema } from "#lib/auth/contract.ts";
import { requestPasswordReset } from "#lib/auth/request-password-reset.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "public",
  summary: "Ask for a link to a new password",
  description:
    "It goes out by e-mail if the address is that of an account; the answer is the same in any case.",
  input: { body: requestPasswordResetSchema },
  problems: ["conflict", "rate-limited"],
  run: (ctx, { body }) => requestPasswordReset(ctx, body),
});
