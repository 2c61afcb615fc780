import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { deleteIntegration } from "#lib/integrations/delete-integration.ts";
import { authorizeApiChange } from "./authorize-change.ts";
import { loadApi } from "./repository.ts";

interface Target {
  id: string;
  /** What the person saw and confirmed. */
  connections: number;
  people: number;
}

/**
 * Deletes an API with its operations, its integration and its private offering. The connections are disconnected first,
 * each revoked where the provider knows how. 409 with the present impact when the confirmed counts have moved.
 */
export async function deleteApi(ctx: Context, { id, connections, people }: Target): Promise<void> {
  const { workspaceId } = authorizeApiChange(ctx);
  const row = await loadApi(ctx, workspaceId, id);
  // The API's row goes with its integration's.
  await deleteIntegration(ctx, { id: row.integration.id, connections, people }, async (ctx) => {
    await createAuditEvent(ctx, {
      action: "api.delete",
      target: { kind: "api", id: row.id, label: row.name, integrationId: row.integration.id },
      changes: {
        slug: row.slug,
        offeringId: row.offeringId,
        operations: row._count.operations,
        connections,
        people,
      },
    });
  });
}
