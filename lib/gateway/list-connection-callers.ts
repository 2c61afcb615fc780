import { getConnection } from "#lib/connections/get-connection.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize, isWorkspaceAdmin } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import type { ConnectionCallers } from "./contract.ts";
import { listCallersOf, listKeysLimitedTo } from "./repository-callers.ts";
import { usageSince } from "./usage-rules.ts";

/**
 * Where a connection is used: who called through it within 30 days, and which API keys are limited to it. For those who
 * manage it and for admins (403); 404 for who may not see it.
 */
export async function listConnectionCallers(
  ctx: Context,
  { id }: { id: string },
): Promise<ConnectionCallers> {
  const actor = authorize(ctx.actor, "connections:read");
  const { canManage, ownerId } = await getConnection(ctx, { id });
  if (!canManage && !isWorkspaceAdmin(actor))
    throw forbidden("Only those who look after this connection see who calls through it.");
  const since = usageSince("month", ctx.now());
  const place = { workspaceId: actor.workspaceId, connectionId: id, now: ctx.now() };
  const [callers, keys] = await Promise.all([
    listCallersOf(ctx, { ...place, since }),
    listKeysLimitedTo(ctx, place),
  ]);
  return {
    since: since.toISOString(),
    callers: callers.map(({ memberId, memberName, lastCallAt, ...caller }) => ({
      ...caller,
      member: memberId === null || memberName === null ? null : { id: memberId, name: memberName },
      isOwners: memberId === ownerId,
      lastCallAt: lastCallAt.toISOString(),
    })),
    keys: keys.map(({ id, name, memberId, memberName }) => ({
      ...{ id, name, member: { id: memberId, name: memberName } },
      isOwners: memberId === ownerId,
    })),
  };
}
