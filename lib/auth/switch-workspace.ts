import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { forbidden, notFound } from "#lib/core/errors.ts";
import { startSession } from "./create-session.ts";
import { findAccount, isMemberOf } from "./repository.ts";

/**
 * Takes the calling person to another of their workspaces: a new session there, with which the one that asks ends, since they
 * may do other things there (S-02). Gives its secret. 401 when that one has ended meanwhile, 404 for a workspace that is not theirs.
 */
export async function switchWorkspace(
  caller: Context,
  { workspaceId }: { workspaceId: string },
): Promise<string> {
  const actor = authorize(caller.actor, "workspace:read");
  if (actor.kind !== "member") throw forbidden("An API key belongs to one workspace.");
  const ctx = asSystem(caller);
  const account = await findAccount(ctx, { id: actor.userId });
  if (!account || !(await isMemberOf(ctx, actor.userId, workspaceId))) throw notFound("workspace");
  const previousSessionId = actor.sessionId;
  return startSession(ctx, { account, workspaceId, previousSessionId, isContinued: true });
}
