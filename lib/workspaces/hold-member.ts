import type { Context } from "#lib/context/context.ts";
import { holdMembership, type MemberPlace } from "./repository-members.ts";

/**
 * Makes whoever would remove a member wait until the transaction ends; `false` when the person is none (any more). What is
 * about to store something of theirs asks this first. It decides about no permission: the verb that calls it has.
 */
export function holdMember(ctx: Context, place: MemberPlace): Promise<boolean> {
  return holdMembership(ctx, place);
}
