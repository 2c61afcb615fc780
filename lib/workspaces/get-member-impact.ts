import { countMemberApiKeys } from "#lib/api-keys/revoke-member-api-keys.ts";
import { getOwnedConnections } from "#lib/connections/get-owned-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { MemberImpact } from "./contract.ts";
import { findHeirs, findMemberships, type MemberPlace } from "./repository-members.ts";

/** What ends or moves when a member is removed, for the dialog that asks before. 404 for who is no member. */
export async function getMemberImpact(ctx: Context, { id }: { id: string }): Promise<MemberImpact> {
  const { workspaceId } = authorize(ctx.actor, "members:write");
  if (!(await findMemberships(ctx, workspaceId, [id])).has(id)) throw notFound("member");
  const place = { workspaceId, userId: id };
  const [dependents, heirs] = await Promise.all([getMemberDependents(ctx, place), findHeirs(ctx, place)]);
  return { ...dependents, heirs };
}

/** The same in numbers, for somebody at hand. */
export async function getMemberDependents(
  ctx: Context,
  { workspaceId, userId }: MemberPlace,
): Promise<Omit<MemberImpact, "heirs">> {
  const [{ personal, shared, first }, keys] = await Promise.all([
    getOwnedConnections(ctx, { workspaceId, ownerId: userId }),
    countMemberApiKeys(ctx, { workspaceId, userId }),
  ]);
  return { personalConnections: personal, sharedConnections: shared, keys, first };
}
