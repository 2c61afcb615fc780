import { createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { countLiveKeys, revokeLiveKeys } from "./repository.ts";

interface MemberPlace {
  workspaceId: string;
  userId: string;
}

/**
 * Ends every key that somebody made who is about to be no member any more, with an audit event for each (Z-03); else they
 * would work again once that person came back. It decides about no permission: the verb that calls it has, in its transaction.
 */
export async function revokeMemberApiKeys(ctx: Context, { workspaceId, userId }: MemberPlace): Promise<void> {
  const keys = await revokeLiveKeys(ctx, { workspaceId, createdById: userId }, ctx.now());
  await createAuditEvents(
    ctx,
    keys.map(({ id, name }) => ({
      action: "api-key.revoke" as const,
      target: { kind: "api-key", id, label: name },
      cause: "member_left",
    })),
  );
}

/** How many that would be. */
export function countMemberApiKeys(ctx: Context, { workspaceId, userId }: MemberPlace): Promise<number> {
  return countLiveKeys(ctx, { workspaceId, createdById: userId }, ctx.now());
}
