import { sessionSchema } from "#lib/auth/contract.ts";
import { clearedSessionCookie } from "#lib/auth/cookies.ts";
import { getSession } from "#lib/auth/get-session.ts";
import { revokeSession } from "#lib/auth/revoke-session.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "signed-in",
  summary: "Get the signed-in session",
  output: sessionSchema,
  run: (ctx) => getSession(ctx),
});

export const HEAD = head(GET);

export const DELETE = route({
  access: "signed-in",
  summary: "Sign out",
  description: "The session is dead from the next request on.",
  run: async (ctx) => {
    await revokeSession(ctx);
    return withHeaders(undefined, { "set-cookie": clearedSessionCookie(ctx) });
  },
});
