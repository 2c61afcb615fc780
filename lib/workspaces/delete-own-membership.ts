import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { assertMayLeave } from "./departure-rules.ts";
import type { LeaveWorkspace } from "./departure-schemas.ts";
import { endMembership } from "./end-membership.ts";
import { authorizeLeaving, getDepartureCounts } from "./get-departure.ts";
import { countOwners, findMemberships, lockMemberships } from "./repository-members.ts";

/**
 * The calling person leaves the workspace; each of their connections goes the way that they chose. Their sessions there and
 * their API keys are refused from the next request on (Z-03). 409 for the last owner, also when several go at once (Z-11), and
 * with the present departure when what they leave behind has moved; 404 and 422 as `planDeparture` has it; 403 for API keys.
 */
export async function deleteOwnMembership(
  ctx: Context,
  { fingerprint, ...decision }: LeaveWorkspace,
): Promise<void> {
  const { workspaceId, userId, name } = authorizeLeaving(ctx);
  const place = { workspaceId, userId };
  await inTransaction(ctx, async (ctx) => {
    await lockMemberships(ctx, workspaceId);
    const role = (await findMemberships(ctx, workspaceId, [userId])).get(userId)?.role;
    if (!role) throw notFound("workspace");
    assertMayLeave(await countOwners(ctx, workspaceId), role);
    const counts = await endMembership(ctx, place, decision, async (ctx) => {
      const departure = await getDepartureCounts(ctx, place);
      if (departure.fingerprint === fingerprint) return;
      throw conflict("What you leave behind has changed. Look at it again before you leave.", { departure });
    });
    await createAuditEvent(ctx, {
      action: "member.leave",
      target: { kind: "user", id: userId, label: name },
      changes: { role: { before: role, after: null }, ...counts },
    });
  });
}
