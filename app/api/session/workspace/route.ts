import { switchWorkspaceSchema } from "#lib/auth/contract.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { switchWorkspace } from "#lib/auth/switch-workspace.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const PUT = route({
  access: "signed-in",
  summary: "Go to another of your workspaces",
  description: "In a new session, with a new cookie.",
  input: { body: switchWorkspaceSchema },
  problems: ["not-found"],
  run: async (ctx, { body }) => {
    const secret = await switchWorkspace(ctx, body);
    return withHeaders(undefined, { "set-cookie": await sessionCookie(secret) });
  },
});
