import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { DisconnectedConnection } from "./contract.ts";
import { disconnectConnection } from "./disconnect-connection.ts";

const AT_ONCE = 4;
/** Of a provider's answer; what takes longer is finished in the background. */
const PATIENCE_MS = 1_000;

/**
 * Disconnects several connections, each in a transaction and with an event of its own, as `disconnectConnection` does. What
 * could not be done keeps nobody else's from being done: it is told by connection, unknown and foreign alike as not found.
 */
export async function disconnectSelected(
  ctx: Context,
  { ids }: { ids: readonly string[] },
): Promise<{ items: DisconnectedConnection[] }> {
  authorize(ctx.actor, "connections:write");
  const items: DisconnectedConnection[] = [];
  const waiting = ids.entries();
  const work = async () => {
    for (const [index, id] of waiting) items[index] = await disconnectOne(ctx, id);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work));
  return { items };
}

async function disconnectOne(ctx: Context, id: string): Promise<DisconnectedConnection> {
  try {
    return { id, outcome: await disconnectConnection(ctx, { id, patienceMs: PATIENCE_MS }), problem: null };
  } catch (error) {
    const code = isAppError(error) ? error.code : "internal";
    if (code === "forbidden") await recordRefusal(ctx, id);
    if (!isAppError(error))
      ctx.log.error({ err: error, connectionId: id }, "a connection was not disconnected");
    const told = isAppError(error) ? error.detail : undefined;
    const detail = told ?? "It could not be disconnected. Try it on its own page.";
    return { id, outcome: null, problem: { code, detail } };
  }
}

function recordRefusal(ctx: Context, id: string): Promise<unknown> {
  return createAuditEvent(ctx, {
    action: "connection.disconnect",
    target: { kind: "connection", id },
    outcome: "denied",
    cause: "forbidden",
  });
}
