import { sessionParams } from "#lib/auth/contract.ts";
import { revokeOwnSession } from "#lib/auth/own-sessions.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route({
  access: "signed-in",
  summary: "Sign one of your sessions out",
  input: { params: sessionParams },
  problems: ["not-found"],
  run: (ctx, { params }) => revokeOwnSession(ctx, params),
});
