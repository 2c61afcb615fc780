import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import { holdMemberships } from "#lib/workspaces/add-member.ts";
import type { LeaveWorkspace } from "#lib/workspaces/contract.ts";
import { deleteOwnMembership } from "#lib/workspaces/delete-own-membership.ts";
import { authorizeLeaving } from "#lib/workspaces/get-departure.ts";
import { listOwnWorkspaces } from "#lib/workspaces/own-workspaces.ts";
import { startSession } from "./create-session.ts";
import { findAccount, revokeSessionRow } from "./repository.ts";

/** Where a person is after leaving: in a new session in another workspace of theirs, or signed out. */
interface Departed {
  sessionSecret: string | null;
  workspace: { id: string; name: string } | null;
}

/**
 * The calling person leaves the workspace they work in, and goes on in another of theirs, in a new session (S-02); with none
 * left they are signed out. 401 when the session that asks has ended meanwhile; else as `deleteOwnMembership` has it.
 */
export async function leaveWorkspace(ctx: Context, decision: LeaveWorkspace): Promise<Departed> {
  const { userId, workspaceId, sessionId } = authorizeLeaving(ctx);
  return inTransaction(asSystem(ctx), async (ctx) => {
    // Before any session, as whoever removes a member does it.
    await holdMemberships(ctx, workspaceId);
    const { items } = await listOwnWorkspaces(ctx);
    const next = items.find(({ isCurrent }) => !isCurrent);
    const account = await findAccount(ctx, { id: userId });
    const sessionSecret =
      next && account
        ? await startSession(ctx, {
            ...{ account, workspaceId: next.id },
            ...{ previousSessionId: sessionId, isContinued: true },
          })
        : null;
    if (sessionSecret === null && !(await revokeSessionRow(ctx, sessionId, userId, ctx.now())))
      throw new AppError("unauthenticated", "the session ended while its request was on the way");
    await deleteOwnMembership(ctx, decision);
    return { sessionSecret, workspace: next ? { id: next.id, name: next.name } : null };
  });
}
