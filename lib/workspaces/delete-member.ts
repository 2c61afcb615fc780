import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, invalidInput } from "#lib/core/errors.ts";
import type { DeleteMember } from "./contract.ts";
import { endMembership } from "./end-membership.ts";
import { getMemberDependents } from "./get-member-impact.ts";
import { lockMembers } from "./load-members.ts";
import { assertMayDecide, assertOwnerStays } from "./member-rules.ts";
import { countOwners, findHeir } from "./repository-members.ts";

/**
 * Removes somebody else from the workspace: sessions and API keys are refused from the next request on (Z-03), personal
 * connections stop at once and are revoked at their providers in the background, shared ones go on under the heir, who is an
 * owner or admin and confirms. 403 as for roles, 409 for the last owner, and with the present impact when the confirmed counts have moved.
 */
export async function deleteMember(
  ctx: Context,
  { id, heirId, ...seen }: DeleteMember & { id: string },
): Promise<void> {
  const actor = authorize(ctx.actor, "members:write");
  const { workspaceId } = actor;
  if (id === actor.userId) throw conflict("Nobody removes themselves. Ask another owner or admin.");
  await inTransaction(ctx, async (ctx) => {
    const { me, member } = await lockMembers(ctx, actor, id);
    assertMayDecide(me.role, member.role, null);
    assertOwnerStays(await countOwners(ctx, workspaceId), member, null);
    const place = { workspaceId, userId: id };
    const { first, ...impact } = await getMemberDependents(ctx, place);
    if (Object.entries(impact).some(([key, count]) => seen[key as keyof typeof seen] !== count)) {
      throw conflict("What this person has made has changed. Look at it again before you remove them.", {
        impact,
      });
    }
    const heir = await findHeir(ctx, place, heirId ?? actor.userId);
    if (!heir) throw invalidInput("/heirId", "Name an owner or admin of this workspace.");
    const shared = { act: "keep" as const, toId: heir.userId };
    await endMembership(ctx, place, { personal: { act: "revoke" }, shared, choices: [] });
    await createAuditEvent(ctx, {
      action: "member.delete",
      target: { kind: "user", id, label: member.name },
      changes: { role: { before: member.role, after: null }, ...impact, heirId: heir.userId },
    });
  });
}
