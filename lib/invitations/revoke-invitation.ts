import { createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { revokeInvitations } from "./repository.ts";

/** Withdraws an invitation: its link works no more. 404 for what is not open. */
export async function revokeInvitation(ctx: Context, { id }: { id: string }): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "members:write");
  await inTransaction(ctx, async (ctx) => {
    const revoked = await revokeInvitations(ctx, { id, workspaceId }, ctx.now());
    if (revoked.length === 0) throw notFound("invitation");
    await audit(ctx, revoked, null);
  });
}

interface Inviter {
  workspaceId: string;
  userId: string;
  /** What they may still invite to nobody as; all roles unless given. */
  roles?: WorkspaceRole[];
}

/**
 * Withdraws what somebody has invited to who is about to be no member any more, or one with fewer rights; else they could
 * come back by a link of their own (Z-12). It decides about no permission: the verb that calls it has, in its transaction.
 */
export async function revokeMemberInvitations(
  ctx: Context,
  { workspaceId, userId, roles }: Inviter,
): Promise<void> {
  const scope = { workspaceId, invitedById: userId, ...(roles && { role: { in: roles } }) };
  await audit(ctx, await revokeInvitations(ctx, scope, ctx.now()), "inviter_changed");
}

function audit(
  ctx: Context,
  revoked: readonly { id: string; email: string }[],
  cause: string | null,
): Promise<void> {
  return createAuditEvents(
    ctx,
    revoked.map(({ id, email }) => ({
      action: "invitation.revoke" as const,
      target: { kind: "invitation", id, label: email },
      cause,
    })),
  );
}
