import { createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { announceConnections } from "./announce-connections.ts";
import type { ConnectionEventType } from "./contract.ts";
import { insertConnectionEvents } from "./repository-events.ts";
import { moveOwned } from "./repository-handovers.ts";
import type { Owned, OwnedRow } from "./repository-owned.ts";
import { labelOf } from "./to-connection.ts";

/** Where a connection goes. `confirm`: it goes on as it is; `consent`: it waits for its new owner's own sign-in. */
export interface Transfer {
  row: OwnedRow;
  toId: string;
  needs: "confirm" | "consent";
}

/**
 * Gives connections of somebody who is about to be no member any more to others. One that goes on works at its level as
 * before, as the account that connected it, and its new owner is to confirm that they answer for it. One that waits cannot be
 * used from the COMMIT on: its grant is withdrawn, and the new owner signs in for it. It decides about no permission: the verb
 * that calls it has, in its transaction, which holds the rows.
 */
export async function transferConnections(
  ctx: Context,
  owned: Owned,
  transfers: readonly Transfer[],
): Promise<void> {
  if (transfers.length === 0) return;
  await moveOwned(
    ctx,
    owned,
    transfers.map(({ row: { id }, toId, needs }) => ({
      ...{ id, toId },
      needs: needs === "consent" ? "withdraw" : needs,
    })),
  );
  const { workspaceId, ownerId } = owned;
  const ownerChange = (toId: string) => ({ before: ownerId, after: toId });
  await insertConnectionEvents(
    ctx,
    transfers.map(({ row, toId, needs }) => ({
      ...{ workspaceId, connectionId: row.id, type: "handed-over" satisfies ConnectionEventType },
      detail: { ownerId: ownerChange(toId), needs },
    })),
  );
  await createAuditEvents(
    ctx,
    transfers.map(({ row, toId, needs }) => ({
      action: "connection.transfer" as const,
      target: { kind: "connection", id: row.id, label: labelOf(row), integrationId: row.integrationId },
      changes: { ownerId: ownerChange(toId), needs, integrationId: row.integrationId },
    })),
  );
  const waiting = transfers.filter(({ needs }) => needs === "consent").map(({ row }) => row.id);
  await announceConnections(ctx, "connection.needs_reauth", waiting);
}
