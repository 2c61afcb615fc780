import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { holdIntegration } from "#lib/integrations/hold-integration.ts";
import { describeImpact } from "./get-disconnect-impact.ts";
import { putOffRevocation } from "./put-off-revocation.ts";
import { type ConnectionRow, findConnectionIn } from "./repository.ts";
import { lockConnection } from "./repository-changes.ts";
import { eraseGrant } from "./repository-handovers.ts";
import { lockTokens } from "./repository-tokens.ts";

/**
 * Ends the grant of whoever left a connection for somebody else to sign in to: it is revoked at the provider by a job, and
 * nothing of their account stays. Call it in a transaction. Gives the connection as it is then; 404 when it is gone.
 */
export async function withdrawGrant(
  ctx: Context,
  { id, workspaceId, integrationId }: ConnectionRow,
): Promise<ConnectionRow> {
  await holdIntegration(ctx, { id: integrationId, workspaceId });
  const state = await lockTokens(ctx, { connectionId: id, workspaceId });
  await lockConnection(ctx, { id, workspaceId });
  const row = await findConnectionIn(ctx, { id, workspaceId });
  if (!row) throw notFound("connection");
  if (row.handover !== "withdraw" || !state) return row;
  const { revocation } = await describeImpact(ctx, row);
  if (revocation === "revoke") await putOffRevocation(ctx, row, state);
  await eraseGrant(ctx, state);
  return (await findConnectionIn(ctx, { id, workspaceId })) ?? row;
}
