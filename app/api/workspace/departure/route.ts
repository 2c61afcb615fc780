import { clearedSessionCookie, sessionCookie } from "#lib/auth/cookies.ts";
import { leaveWorkspace } from "#lib/auth/leave-workspace.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import {
  departedSchema,
  departureQuery,
  departureSchema,
  leaveWorkspaceSchema,
} from "#lib/workspaces/contract.ts";
import { getDeparture } from "#lib/workspaces/get-departure.ts";

export const GET = route({
  access: "signed-in",
  summary: "What you leave behind in the workspace",
  description: "Each connection of yours, what uses it, and who may get it.",
  input: { query: departureQuery },
  output: departureSchema,
  run: (ctx, { query }) => getDeparture(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "signed-in",
  summary: "Leave the workspace",
  description:
    "Each connection is transferred, kept under an heir, or revoked, as the body says. The answer names the workspace where a new session goes on; `null`: you are signed out. One owner always remains; 409 when what you leave behind has moved.",
  input: { body: leaveWorkspaceSchema },
  output: departedSchema,
  problems: ["conflict", "not-found"],
  run: async (ctx, { body }) => {
    const { sessionSecret, workspace } = await leaveWorkspace(ctx, body);
    const cookie = sessionSecret ? await sessionCookie(sessionSecret) : clearedSessionCookie(ctx);
    return withHeaders({ workspace }, { "set-cookie": cookie });
  },
});
