import { revokeMemberApiKeys } from "#lib/api-keys/revoke-member-api-keys.ts";
import { disconnectOwned } from "#lib/connections/disconnect-owned.ts";
import { holdOwnedConnections } from "#lib/connections/get-owned-connections.ts";
import { transferConnections } from "#lib/connections/transfer-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { revokeMemberInvitations } from "#lib/invitations/revoke-invitation.ts";
import { planDeparture } from "./departure-rules.ts";
import type { LeaveWorkspace } from "./departure-schemas.ts";
import { deleteMembership, findMemberships, type MemberPlace } from "./repository-members.ts";

type Decision = Pick<LeaveWorkspace, "personal" | "shared" | "choices">;

/** How many connections went which way. */
export interface DepartureCounts {
  kept: number;
  transferred: number;
  revoked: number;
}

/**
 * Ends a membership with all that stood on it: sessions, API keys, invitations; each connection goes the way that was decided.
 * Call it in the transaction that holds the memberships; `assertStill` runs while nothing of the person's can move any more.
 * Throws what `planDeparture` throws.
 */
export async function endMembership(
  ctx: Context,
  place: MemberPlace,
  decision: Decision,
  assertStill: (ctx: Context) => Promise<void> = async () => {},
): Promise<DepartureCounts> {
  const { workspaceId, userId } = place;
  const owned = { workspaceId, ownerId: userId };
  // The membership first: whoever stores a grant of theirs holds it, and then the connection.
  await deleteMembership(ctx, place, ctx.now());
  const rows = await holdOwnedConnections(ctx, owned);
  await assertStill(ctx);
  const named = [decision.personal, decision.shared, ...decision.choices.map(({ choice }) => choice)];
  const toIds = new Set(named.flatMap((choice) => (choice.act === "revoke" ? [] : [choice.toId])));
  const roles = await findMemberships(ctx, workspaceId, [...toIds]);
  const { transfers, revoked } = planDeparture(rows, decision, roles);
  await revokeMemberApiKeys(ctx, place);
  await revokeMemberInvitations(ctx, place);
  await transferConnections(ctx, owned, transfers);
  const transferred = transfers.filter(({ needs }) => needs === "consent").length;
  await disconnectOwned(ctx, owned, { hasLeft: transferred > 0 });
  return { kept: transfers.length - transferred, transferred, revoked };
}
