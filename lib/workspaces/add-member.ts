import type { Context } from "#lib/context/context.ts";
import { conflict } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { insertMembership, lockMemberships, type MemberPlace } from "./repository-members.ts";

/** Makes whoever else would change who belongs to a workspace wait until the transaction ends. 409 when it is gone. */
export async function holdMemberships(ctx: Context, workspaceId: string): Promise<void> {
  if (!(await lockMemberships(ctx, workspaceId))) throw conflict("This workspace was deleted.");
}

/**
 * Makes a person a member; who is one already stays what they are. It decides about no permission: the verb that calls it
 * has, in its transaction.
 */
export function addMember(
  ctx: Context,
  { role, ...place }: MemberPlace & { role: WorkspaceRole },
): Promise<void> {
  return insertMembership(ctx, place, role, ctx.now());
}
