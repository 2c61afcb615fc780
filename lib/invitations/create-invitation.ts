import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { holdInviter, isMemberAddress } from "#lib/workspaces/hold-inviter.ts";
import type { CreateInvitation, IssuedInvitation } from "./contract.ts";
import { issueLink } from "./issue-link.ts";
import { findOpenInvitation, insertInvitation, revokeInvitations } from "./repository.ts";
import { toInvitation } from "./rules.ts";

/**
 * Invites an address to the workspace as `role`, for seven days. Where a mail server is set the link goes out by e-mail,
 * otherwise the answer holds it, this once. 403 for a role that the actor may not give, 422 at `/email` for a member, 409
 * while there is an open invitation for the address.
 */
export async function createInvitation(ctx: Context, input: CreateInvitation): Promise<IssuedInvitation> {
  const { workspaceId, userId } = authorize(ctx.actor, "members:write");
  const { email, role } = input;
  return inTransaction(ctx, async (ctx) => {
    const me = await holdInviter(ctx, { workspaceId, userId }, role);
    if (await isMemberAddress(ctx, workspaceId, email))
      throw invalidInput("/email", "Whoever has this address is a member already.");
    const now = ctx.now();
    await revokeInvitations(ctx, { workspaceId, email, expiresAt: { lte: now } }, now);
    if (await findOpenInvitation(ctx, { workspaceId, email }))
      throw conflict(
        "There is an open invitation for this address. Make a new link for that one, or revoke it.",
      );
    const { link, ...columns } = issueLink(ctx);
    const id = newId("invitation", now.getTime());
    const row = await insertInvitation(ctx, {
      ...{ id, workspaceId, email, role, invitedById: userId, createdAt: now },
      ...columns,
    });
    await createAuditEvent(ctx, {
      action: "invitation.create",
      target: { kind: "invitation", id, label: email },
      changes: { role: { after: role }, expiresAt: { after: columns.expiresAt.toISOString() } },
    });
    return { ...toInvitation(row, { id: userId, name: me.name }, now), link };
  });
}
