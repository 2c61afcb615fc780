import { revokeMemberApiKeys } from "#lib/api-keys/revoke-member-api-keys.ts";
import { disconnectOwned } from "#lib/connections/disconnect-owned.ts";
import { transferConnections } from "#lib/connections/transfer-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { revokeMemberInvitations } from "#lib/invitations/revoke-invitation.ts";
import {
  deleteMembership,
  findMemberships,
  type MemberPlace,
  type MembershipRow,
} from "./repository-members.ts";

/**
 * Ends a membership with all that stood on it: sessions, API keys, invitations, personal connections; the shared connections get the heir
 * as their owner. Call it in the transaction that holds the memberships. Gives the heir; `null`, and nothing is done, for one
 * who may not own them.
 */
export async function endMembership(
  ctx: Context,
  place: MemberPlace,
  { heirId }: { heirId: string },
): Promise<MembershipRow | null> {
  const { workspaceId, userId } = place;
  const heir = (await findMemberships(ctx, workspaceId, [heirId])).get(heirId);
  if (!heir || heir.userId === userId || heir.role === "member") return null;
  await deleteMembership(ctx, place, ctx.now());
  await revokeMemberApiKeys(ctx, place);
  await revokeMemberInvitations(ctx, place);
  await transferConnections(ctx, { workspaceId, from: userId, to: heir });
  await disconnectOwned(ctx, { workspaceId, ownerId: userId });
  return heir;
}
