import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, forbidden, notFound } from "#lib/core/errors.ts";
import type { Connection } from "./contract.ts";
import { loadConnection } from "./get-connection.ts";
import { lockConnection, updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { labelOf, toConnection } from "./to-connection.ts";

/**
 * Takes on a connection that somebody who left has left to the caller: from now on they answer for it. It still acts as the
 * account of whoever signed in, so no right to share it wider comes with that. Nothing happens where it was done before.
 * 404 and 403 for anybody else than its owner, signed in; 409 for one that waits for the owner's own sign-in.
 */
export async function completeHandover(ctx: Context, { id }: { id: string }): Promise<Connection> {
  const actor = authorize(ctx.actor, "connections:write");
  if (actor.kind !== "member") throw forbidden("Only a person takes on a connection.");
  const { workspaceId } = actor;
  return inTransaction(ctx, async (ctx) => {
    if (!(await lockConnection(ctx, { id, workspaceId }))) throw notFound("connection");
    const row = await loadConnection(ctx, actor, id);
    if (actor.userId !== row.ownerId) throw forbidden("Only the owner of this connection takes it on.");
    if (row.handover === null) return toConnection(ctx, actor, row);
    if (row.handover !== "confirm")
      throw conflict("This connection has no account any more. Sign in at the provider to take it over.");
    await updateConnectionRow(ctx, row, { handover: null, handedOverById: null });
    const detail = { from: row.handedOverById };
    await insertConnectionEvent(ctx, { workspaceId, connectionId: id, type: "taken-on", detail });
    await createAuditEvent(ctx, {
      action: "connection.confirm",
      target: { kind: "connection", id, label: labelOf(row), integrationId: row.integrationId },
      changes: {
        handedOverById: { before: row.handedOverById, after: null },
        ...{ authorizedById: row.authorizedById, integrationId: row.integrationId },
      },
    });
    return toConnection(ctx, actor, await loadConnection(ctx, actor, id));
  });
}
