import { type AuditInput, createAuditEvents } from "#lib/audit/create-audit-event.ts";
import { suspendOfferingConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { moveOfferingOverrides } from "#lib/overrides/move-offering-overrides.ts";
import type { OfferingStates } from "./get-offering-use.ts";
import { type Consequence, judgeMove } from "./offering-move.ts";
import {
  deleteOfferingSecrets,
  listOfferingIntegrations,
  type OfferingIntegrationRow,
  unproveOfferingIntegrations,
} from "./repository-offering.ts";

/**
 * After another version of an offering was published: where its addresses move, secrets are wiped, connections suspended
 * and integrations made drafts (P-04, D-06); where only the token request changes, they are drafts whose connections live
 * on. Each workspace reads so in its own trail. Call it in the transaction of the publication, with the rows locked.
 */
export async function moveOfferingIntegrations(
  ctx: Context,
  { offeringId, before, after }: OfferingStates,
): Promise<void> {
  authorize(ctx.actor, "platform:manage");
  await inTransaction(ctx, async (ctx) => {
    const rows = (await listOfferingIntegrations(ctx, offeringId))
      .map((row) => ({ row, consequence: judgeMove(row, before, after) }))
      .filter(({ consequence }) => consequence !== "none");
    if (rows.length === 0) return;
    const idsOf = (list: typeof rows) => list.map(({ row }) => row.id);
    const moved = idsOf(rows.filter(({ consequence }) => consequence === "reconnect"));
    const unproven = idsOf(rows.filter(({ consequence }) => consequence === "verify"));
    await unproveOfferingIntegrations(ctx, idsOf(rows));
    await moveOfferingOverrides(ctx, { integrationIds: unproven, areAddressesMoved: false });
    await moveOfferingOverrides(ctx, { integrationIds: moved, areAddressesMoved: true });
    if (moved.length > 0) {
      await deleteOfferingSecrets(ctx, moved);
      await suspendOfferingConnections(ctx, { integrationIds: moved, cause: "offering_changed" });
    }
    await createAuditEvents(
      ctx,
      rows.map(({ row, consequence }) => toEvent(row, consequence)),
    );
  });
}

function toEvent(row: OfferingIntegrationRow, consequence: Consequence): AuditInput {
  const isMoved = consequence === "reconnect";
  const hasClient = issuesTokens(row.kind);
  return {
    action: "integration.update",
    target: { kind: "integration", id: row.id, label: row.name },
    workspaceId: row.workspaceId,
    cause: "offering-changed",
    changes: {
      ...(hasClient && { status: { before: row.status, after: "draft" } }),
      ...(isMoved && hasClient && !row.oauthCredential && { secret: { before: "set", after: null } }),
      ...(isMoved && { suspendedConnections: row._count.connections }),
    },
  };
}
