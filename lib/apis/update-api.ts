import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { toDifference } from "#lib/core/difference.ts";
import { authorizeApiChange } from "./authorize-change.ts";
import { applyEndpoints, planEndpoints } from "./change-endpoints.ts";
import type { Api, UpdateApi } from "./contract.ts";
import { describeApi, toSurroundings } from "./describe-api.ts";
import { loadApi, updateApiRow } from "./repository.ts";

/**
 * Changes an API's name, description or addresses; what the input leaves out stays. A moved address wipes the client
 * secret and suspends the connections (P-04), whose number must have been seen: 409 otherwise. 404 as ever.
 */
export async function updateApi(ctx: Context, { id, ...input }: UpdateApi & { id: string }): Promise<Api> {
  const { workspaceId } = authorizeApiChange(ctx);
  const row = await loadApi(ctx, workspaceId, id);
  const { name = row.name, description = row.description, acknowledgedConnections, ...asked } = input;
  const { schemes } = toSurroundings(row);
  const change = await planEndpoints(ctx, row, {
    ...asked,
    ...{ name, schemes, hasDocument: row.documentHash !== null },
  });
  const changes = { ...toDifference(row, { name, description }), ...change.changes };
  if (Object.keys(changes).length === 0) return describeApi(ctx, workspaceId, row.id);
  await inTransaction(ctx, async (ctx) => {
    await updateApiRow(ctx, row, { name, description });
    const suspended = await applyEndpoints(ctx, change, { acknowledgedConnections });
    await createAuditEvent(ctx, {
      action: "api.update",
      target: { kind: "api", id: row.id, label: name, integrationId: row.integration.id },
      changes: { ...changes, ...(change.isMoved && { suspendedConnections: suspended }) },
    });
  });
  return describeApi(ctx, workspaceId, row.id);
}
