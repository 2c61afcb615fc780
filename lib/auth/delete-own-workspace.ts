import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { AppError, forbidden } from "#lib/core/errors.ts";
import type { DeleteWorkspace } from "#lib/workspaces/contract.ts";
import { deleteWorkspace } from "#lib/workspaces/delete-workspace.ts";
import { startSession } from "./create-session.ts";
import { findAccount, revokeSessionRow } from "./repository.ts";

/** A session in another workspace; `null` for somebody who has none: they are signed out. */
export type NextSession = { sessionSecret: string; workspaceId: string } | null;

/**
 * Deletes the workspace that the calling owner works in, and takes them to the one of their others that they have been in
 * longest, in a new session (S-02). 401 when the session that asks has ended meanwhile; else as `deleteWorkspace` has it.
 */
export async function deleteOwnWorkspace(
  ctx: Context,
  input: DeleteWorkspace & { id: string },
): Promise<NextSession> {
  const actor = authorize(ctx.actor, "workspace:delete");
  if (actor.kind !== "member") throw forbidden("Only a person deletes a workspace.");
  const { userId, sessionId: previousSessionId } = actor;
  return inTransaction(asSystem(ctx), async (ctx) => {
    await deleteWorkspace(ctx, input);
    const account = await findAccount(ctx, { id: userId });
    if (account?.workspaceId) {
      const { workspaceId } = account;
      const start = { account, workspaceId, previousSessionId, isContinued: true };
      return { sessionSecret: await startSession(ctx, start), workspaceId };
    }
    if (!(await revokeSessionRow(ctx, previousSessionId, userId, ctx.now())))
      throw new AppError("unauthenticated", "the session ended while its request was on the way");
    return null;
  });
}
