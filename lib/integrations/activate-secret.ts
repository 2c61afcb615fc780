import { noteIntegrationChange } from "#lib/connections/note-integration-change.ts";
import type { Context } from "#lib/context/context.ts";
import { ownClientOf } from "#lib/overrides/get-override-clients.ts";
import { deleteSecrets, type IntegrationRow, type SecretRow, updateSecret } from "./repository.ts";
import { secretOf } from "./rules.ts";

const HOUR_MS = 3_600_000;
const DEFAULT_KEEP_HOURS = 24;

export function keptUntil(ctx: Context, keepHours: number): Date {
  return new Date(ctx.now().getTime() + keepHours * HOUR_MS);
}

/**
 * Makes room for a secret that takes over: the one in force is kept, sealed, so that it can be put back, if it ever
 * was proven and the person wants to keep it; otherwise it is erased. Call it in the transaction of the change.
 */
export async function retireActive(ctx: Context, row: IntegrationRow, keepHours: number): Promise<void> {
  await deleteSecrets(ctx, row, ["previous"]);
  const active = secretOf(row, "active");
  if (!active) return;
  if (keepHours === 0 || !active.verifiedAt) await deleteSecrets(ctx, row, ["active"]);
  else await updateSecret(ctx, active, { state: "previous", keptUntil: keptUntil(ctx, keepHours) });
}

/** Tells the connections of the integration's own client that its secret is another one now. */
export async function noteSecretChange(ctx: Context, row: IntegrationRow): Promise<void> {
  const { id: integrationId, workspaceId } = row;
  const client = await ownClientOf(ctx, row);
  await noteIntegrationChange(ctx, { integrationId, workspaceId, type: "secret-changed", client });
}

/** Puts the secret that was waiting for its proof in force. */
export async function activatePending(ctx: Context, row: IntegrationRow, pending: SecretRow): Promise<void> {
  await retireActive(ctx, row, keepHoursOf(pending));
  await updateSecret(ctx, pending, { state: "active", keptUntil: null });
  await noteSecretChange(ctx, row);
}

/** Puts the kept secret back in force, the present one in its place; one that waits for its proof is given up. */
export async function swapWithPrevious(
  ctx: Context,
  row: IntegrationRow,
  previous: SecretRow,
): Promise<void> {
  const active = secretOf(row, "active");
  await deleteSecrets(ctx, row, ["pending"]);
  // No two secrets may hold one state at once, so the present one steps aside through the free one.
  if (active) await updateSecret(ctx, active, { state: "pending" });
  await updateSecret(ctx, previous, { state: "active", keptUntil: null });
  if (active)
    await updateSecret(ctx, active, { state: "previous", keptUntil: keptUntil(ctx, DEFAULT_KEEP_HOURS) });
  await noteSecretChange(ctx, row);
}

// A waiting secret remembers, counted from its own start, how long the one that it replaces is to be kept.
function keepHoursOf(pending: SecretRow): number {
  if (!pending.keptUntil) return DEFAULT_KEEP_HOURS;
  return Math.round((pending.keptUntil.getTime() - pending.createdAt.getTime()) / HOUR_MS);
}
