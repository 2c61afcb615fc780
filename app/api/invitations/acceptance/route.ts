import { sessionCookie } from "#lib/auth/cookies.ts";
import { createMemberSession } from "#lib/auth/join-workspace.ts";
import { Secret } from "#lib/core/secret.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { acceptInvitationSchema } from "#lib/invitations/contract.ts";

export const POST = route({
  access: "public",
  summary: "Accept an invitation and be signed in",
  description:
    "With the password of the account that has the invited address, or with a name and a password for a new one.",
  input: { body: acceptInvitationSchema },
  problems: ["not-found", "conflict", "rate-limited", "second-factor-required"],
  run: async (ctx, { body }) => {
    const { token, name, password, code } = body;
    const secret = await createMemberSession(ctx, {
      token: new Secret(token),
      name,
      password: new Secret(password),
      code: code === undefined ? undefined : new Secret(code),
    });
    return withHeaders(undefined, { "set-cookie": await sessionCookie(secret) });
  },
});
