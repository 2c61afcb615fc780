import type { Context } from "#lib/context/context.ts";
import { acceptRow, type Invited } from "./complete-invitation.ts";
import { findAcceptable } from "./repository.ts";

/** Whether an invitation for this address can be accepted. It decides about no permission: the verb that calls it has. */
export async function hasOpenInvitation(ctx: Context, email: string): Promise<boolean> {
  return (await findAcceptable(ctx, email, ctx.now())) !== null;
}

/**
 * Accepts the oldest open invitation for the address of a person who has proven to have it, in the role that it says (Z-12): what
 * its link proves is proven already. Gives the workspace, `null` without one. Call it in a transaction; 409 when it was
 * withdrawn meanwhile.
 */
export async function completeOpenInvitation(ctx: Context, person: Invited): Promise<string | null> {
  const row = await findAcceptable(ctx, person.email, ctx.now());
  if (!row) return null;
  await acceptRow(ctx, row, person);
  return row.workspaceId;
}
