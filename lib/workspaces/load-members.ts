import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { findMemberships, lockMemberships, type MembershipRow } from "./repository-members.ts";

/** Who acts and who is meant, as they stand now: nobody can change it until the transaction ends. 404 for strangers. */
export async function lockMembers(
  ctx: Context,
  { workspaceId, userId }: WorkspaceActor,
  id: string,
): Promise<{ me: MembershipRow; member: MembershipRow }> {
  if (!(await lockMemberships(ctx, workspaceId))) throw notFound("member");
  const rows = await findMemberships(ctx, workspaceId, [userId, id]);
  const [me, member] = [rows.get(userId), rows.get(id)];
  if (!me || !member) throw notFound("member");
  return { me, member };
}
