import type { Context } from "#lib/context/context.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { WorkspaceImpact } from "./contract.ts";
import { countWorkspace, listIntegrationNames, sumCalls } from "./repository-deletion.ts";

const WEEK_MS = 7 * 86_400_000;

/** What goes with the workspace that the caller works in, for the dialog that asks before. 404 for another one. */
export async function getWorkspaceImpact(ctx: Context, { id }: { id: string }): Promise<WorkspaceImpact> {
  assertOwn(authorize(ctx.actor, "workspace:delete"), id);
  const now = ctx.now();
  const [counts, recentCalls, firstIntegrations] = await Promise.all([
    countWorkspace(ctx, id, now),
    sumCalls(ctx, id, new Date(now.getTime() - WEEK_MS)),
    listIntegrationNames(ctx, id),
  ]);
  return { ...counts, recentCalls, firstIntegrations };
}

/** Named in every request, so that a page that was left open in one workspace never ends another one. */
export function assertOwn({ workspaceId }: WorkspaceActor, id: string): void {
  if (workspaceId !== id) throw notFound("workspace");
}
