import { sessionCookie } from "#lib/auth/cookies.ts";
import { joinWorkspace } from "#lib/auth/join-workspace.ts";
import { Secret } from "#lib/core/secret.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { invitationTokenSchema } from "#lib/invitations/contract.ts";

export const POST = route({
  access: "signed-in",
  summary: "Accept an invitation as the person who is signed in",
  description: "It must be for their address. They go on in that workspace, in a new session.",
  input: { body: invitationTokenSchema },
  problems: ["not-found", "conflict"],
  run: async (ctx, { body }) => {
    const secret = await joinWorkspace(ctx, { token: new Secret(body.token) });
    return withHeaders(undefined, { "set-cookie": await sessionCookie(secret) });
  },
});
