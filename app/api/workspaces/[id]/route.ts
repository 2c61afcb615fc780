import { clearedSessionCookie, sessionCookie } from "#lib/auth/cookies.ts";
import { deleteOwnWorkspace } from "#lib/auth/delete-own-workspace.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { deleteWorkspaceQuery, workspaceDeletionSchema, workspaceParams } from "#lib/workspaces/contract.ts";

export const DELETE = route({
  access: "workspace:delete",
  summary: "Delete the workspace that you work in",
  description:
    "Gone for everybody at once; its connections are revoked at their providers in the background. The counts are the impact's; 409 when they moved. You go on in another of your workspaces with a new cookie, or are signed out.",
  input: { params: workspaceParams, query: deleteWorkspaceQuery },
  output: workspaceDeletionSchema,
  problems: ["conflict"],
  run: async (ctx, { params, query }) => {
    const next = await deleteOwnWorkspace(ctx, { ...query, ...params });
    const cookie = next ? await sessionCookie(next.sessionSecret) : clearedSessionCookie(ctx);
    return withHeaders({ nextWorkspaceId: next?.workspaceId ?? null }, { "set-cookie": cookie });
  },
});
