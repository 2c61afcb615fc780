import { createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Connection } from "#lib/connections/contract.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import { listUsableConnectionIds } from "#lib/connections/list-usable-connection-ids.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { forbidden, invalidInput } from "#lib/core/errors.ts";
import type { ConnectionReplacement } from "./contract.ts";
import { type LimitedKeyRow, lockKeysLimitedTo, replaceAllowedConnection } from "./repository-limits.ts";
import { visibleKeys } from "./rules.ts";

/**
 * Puts another connection of the same integration in a connection's place, in every valid API key that is limited to it:
 * members in their own keys, admins in everybody's. A key whose maker may not use the other one stays as it is, and is named.
 * 404, 403 for who does not look after the connection, 422 at `/by`.
 */
export async function updateKeyConnections(
  ctx: Context,
  { id, by }: { id: string; by: string },
): Promise<ConnectionReplacement> {
  const actor = authorize(ctx.actor, "api-keys:write");
  const former = await getConnection(ctx, { id });
  if (!former.canManage && !former.canDisconnect)
    throw forbidden("Only those who look after this connection put another one in its place.");
  const next = await getReplacement(ctx, former, by);
  const { createdById: own, workspaceId } = visibleKeys(actor);
  return inTransaction(ctx, async (ctx) => {
    const keys = await lockKeysLimitedTo(ctx, { workspaceId, connectionId: id }, ctx.now());
    const judged = keys.map((key) => ({ key, reason: whyLeft(key, next, own) }));
    const moved = judged.filter(({ reason }) => reason === null).map(({ key }) => key);
    const left = judged.flatMap(({ key, reason }) =>
      reason ? [{ id: key.id, name: key.name, reason }] : [],
    );
    if (moved.length > 0) {
      await replaceAllowedConnection(ctx, { workspaceId, ids: moved.map((key) => key.id), from: id, to: by });
      await record(ctx, former, { by, moved });
    }
    return { moved: moved.map(({ id, name }) => ({ id, name })), left };
  });
}

async function getReplacement(ctx: Context, former: Connection, by: string): Promise<Connection> {
  if (by === former.id) throw invalidInput("/by", "Choose another connection than this one.");
  if (!(await listUsableConnectionIds(ctx, [by])).includes(by))
    throw invalidInput("/by", "There is no such connection that you may use.");
  const next = await getConnection(ctx, { id: by });
  if (next.integrationId === former.integrationId) return next;
  throw invalidInput(
    "/by",
    `Choose a connection of “${former.integration.name}”: its callers name that integration.`,
  );
}

function whyLeft(
  { createdById }: LimitedKeyRow,
  { isShared, ownerId }: Connection,
  own: string | undefined,
): "not-yours" | "not-usable" | null {
  if (own !== undefined && createdById !== own) return "not-yours";
  return isShared || ownerId === createdById ? null : "not-usable";
}

function record(
  ctx: Context,
  { id, integrationId, account, name }: Connection,
  { by, moved }: { by: string; moved: readonly LimitedKeyRow[] },
): Promise<void> {
  const label = name ?? account?.label ?? account?.email ?? id;
  return createAuditEvents(ctx, [
    {
      action: "connection.replace",
      target: { kind: "connection", id, label, integrationId },
      changes: { connectionId: { before: id, after: by }, keys: moved.map((key) => key.id) },
    },
    ...moved.map((key) => ({
      action: "api-key.update" as const,
      target: { kind: "api-key", id: key.id, label: key.name },
      changes: { allowedConnection: { before: id, after: by } },
    })),
  ]);
}
