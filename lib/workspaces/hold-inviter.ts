import type { Context } from "#lib/context/context.ts";
import { forbidden } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { assertMayDecide } from "./member-rules.ts";
import {
  countAccounts,
  findMemberships,
  lockMemberships,
  type MemberPlace,
  type MembershipRow,
} from "./repository-members.ts";

/** Who invites, as they stand now, and for as long as the transaction takes; 403 for a role that they may not give. */
export async function holdInviter(
  ctx: Context,
  { workspaceId, userId }: MemberPlace,
  role: WorkspaceRole,
): Promise<MembershipRow> {
  await lockMemberships(ctx, workspaceId);
  const me = (await findMemberships(ctx, workspaceId, [userId])).get(userId);
  if (!me) throw forbidden("You are no member of this workspace any more.");
  assertMayDecide(me.role, "member", role);
  return me;
}

/** Whether whoever signs in with this address belongs to the workspace. It decides about no permission. */
export async function isMemberAddress(ctx: Context, workspaceId: string, email: string): Promise<boolean> {
  return (await countAccounts(ctx, { email, memberships: { some: { workspaceId } } })) > 0;
}

/** Whether anybody signs in with this address. It decides about no permission: the verb that calls it has. */
export async function hasAccount(ctx: Context, email: string): Promise<boolean> {
  return (await countAccounts(ctx, { email })) > 0;
}
