import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { holdInviter } from "#lib/workspaces/hold-inviter.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { IssuedInvitation } from "./contract.ts";
import { issueLink } from "./issue-link.ts";
import { findOpenInvitation, replaceLink } from "./repository.ts";
import { toInvitation } from "./rules.ts";

/**
 * A new link for an open invitation, for another seven days; the one before works no more. It goes where the first one went.
 * 403 for a role that the actor may not give, 404 for what is not open.
 */
export async function rotateInvitation(ctx: Context, { id }: { id: string }): Promise<IssuedInvitation> {
  const { workspaceId, userId } = authorize(ctx.actor, "members:write");
  return inTransaction(ctx, async (ctx) => {
    const before = await findOpenInvitation(ctx, { workspaceId, id });
    if (!before) throw notFound("invitation");
    await holdInviter(ctx, { workspaceId, userId }, before.role);
    const { link, ...columns } = issueLink(ctx);
    const row = await replaceLink(ctx, { id, workspaceId }, columns);
    if (!row) throw notFound("invitation");
    await createAuditEvent(ctx, {
      action: "invitation.rotate",
      target: { kind: "invitation", id, label: row.email },
      changes: { expiresAt: { before: before.expiresAt.toISOString(), after: row.expiresAt.toISOString() } },
    });
    const personOf = await listPeople(ctx, [row.invitedById]);
    return { ...toInvitation(row, personOf(row.invitedById), ctx.now()), link };
  });
}
