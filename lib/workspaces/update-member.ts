import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { revokeMemberInvitations } from "#lib/invitations/revoke-invitation.ts";
import type { UpdateMember } from "./contract.ts";
import { lockMembers } from "./load-members.ts";
import { assertMayDecide, assertOwnerStays, withdrawnRoles } from "./member-rules.ts";
import { countOwners, updateMemberRole } from "./repository-members.ts";

/**
 * Gives a member another role, from their next request on; their sessions here end, so that they sign in again (S-02). An admin neither touches owners nor makes any (403); the last
 * owner stays one (409), also when several go at once (Z-11). 404 for who is no member.
 */
export async function updateMember(ctx: Context, { id, role }: UpdateMember & { id: string }): Promise<void> {
  const actor = authorize(ctx.actor, "members:write");
  const { workspaceId } = actor;
  await inTransaction(ctx, async (ctx) => {
    const { me, member } = await lockMembers(ctx, actor, id);
    assertMayDecide(me.role, member.role, role);
    if (member.role === role) return;
    assertOwnerStays(await countOwners(ctx, workspaceId), member, role);
    await updateMemberRole(ctx, { workspaceId, userId: id }, { role, now: ctx.now() });
    const roles = withdrawnRoles(role);
    if (roles.length > 0) await revokeMemberInvitations(ctx, { workspaceId, userId: id, roles });
    await createAuditEvent(ctx, {
      action: "member.update",
      target: { kind: "user", id, label: member.name },
      changes: { role: { before: member.role, after: role } },
    });
  });
}
