import { ownSessionListSchema } from "#lib/auth/contract.ts";
import { listOwnSessions, revokeOtherSessions } from "#lib/auth/own-sessions.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "signed-in",
  summary: "List where you are signed in",
  output: ownSessionListSchema,
  run: (ctx) => listOwnSessions(ctx),
});

export const HEAD = head(GET);

export const DELETE = route({
  access: "signed-in",
  summary: "Sign out everywhere else",
  description: "Every session of yours but this one is dead from its next request on.",
  run: (ctx) => revokeOtherSessions(ctx),
});
