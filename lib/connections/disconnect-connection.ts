import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { holdIntegration } from "#lib/integrations/hold-integration.ts";
import { announceDisconnected } from "./announce-connections.ts";
import { completeRevocation } from "./complete-revocation.ts";
import type { DisconnectImpact, RevocationOutcome } from "./contract.ts";
import { loadConnection, loadCurrentConnection } from "./get-connection.ts";
import { describeImpact } from "./get-disconnect-impact.ts";
import { putOffRevocation } from "./put-off-revocation.ts";
import type { ConnectionRow } from "./repository.ts";
import { deleteConnectionRow } from "./repository-changes.ts";
import { lockTokens } from "./repository-tokens.ts";

const PATIENCE_MS = 5_000;

interface Target {
  id: string;
  /** The `fingerprint` of the impact that the person saw; 409 when something moved since. */
  expectedImpact?: string;
  /** How long the provider may take before the revocation goes on in the background. */
  patienceMs?: number;
}

/**
 * Ends a connection: unusable here at once, then revoked at the provider as far as that is possible there (F-07).
 * Its owner may, and those who run the workspace. Gives what became of the grant: `revoked`, `pending` (told again in the
 * background) or `unavailable` (the provider has no way, or a sibling connection stands on the same grant).
 */
export async function disconnectConnection(
  ctx: Context,
  { id, expectedImpact, patienceMs }: Target,
): Promise<RevocationOutcome> {
  const actor = authorize(ctx.actor, "connections:write");
  const row = await loadConnection(ctx, actor, id, "canDisconnect");
  return disconnectRow(ctx, row, { expectedImpact, patienceMs });
}

/** The same for the connection that the caller's requests to an integration go through. */
export async function disconnectCurrentConnection(
  ctx: Context,
  { integration }: { integration: string },
): Promise<RevocationOutcome> {
  const actor = authorize(ctx.actor, "connections:write");
  const { id } = await loadCurrentConnection(ctx, actor, integration);
  return disconnectConnection(ctx, { id });
}

/** The same for a row that is at hand. It decides about no permission: whoever calls it has. */
export async function disconnectRow(
  ctx: Context,
  row: ConnectionRow,
  { expectedImpact, patienceMs = PATIENCE_MS }: Omit<Target, "id">,
): Promise<RevocationOutcome> {
  const impact = await describeImpact(ctx, row);
  if (expectedImpact !== undefined && expectedImpact !== impact.fingerprint) {
    throw conflict("What depends on this connection has changed. Look at it again before you disconnect.");
  }
  const revocationId = await inTransaction(ctx, (tx) => remove(tx, row, impact));
  if (revocationId === null) return "unavailable";
  const system = withActor(ctx, { kind: "system", name: "revocation", workspaceId: row.workspaceId });
  const status = await completeRevocation(system, { revocationId, patienceMs });
  return status === "revoked" || status === "pending" ? status : "unavailable";
}

async function remove(ctx: Context, row: ConnectionRow, impact: DisconnectImpact): Promise<string | null> {
  const { id: connectionId, workspaceId, integrationId } = row;
  await holdIntegration(ctx, { id: integrationId, workspaceId });
  const state = await lockTokens(ctx, { connectionId, workspaceId });
  // P-04: an edit may have suspended it since the impact was told.
  const mayRevoke = impact.revocation === "revoke" && state?.status !== "suspended";
  const revocationId = state && mayRevoke ? await putOffRevocation(ctx, row, state) : null;
  if (!(await deleteConnectionRow(ctx, row))) throw notFound("connection");
  await announceDisconnected(ctx, row);
  await createAuditEvent(ctx, {
    action: "connection.disconnect",
    target: { kind: "connection", id: connectionId, label: impact.label, integrationId },
    changes: {
      integrationId,
      ownerId: row.ownerId,
      isShared: row.isShared,
      accountId: row.accountId,
      revocation: revocationId ? "pending" : impact.revocation,
    },
  });
  return revocationId;
}
