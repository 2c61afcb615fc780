import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { listOverrideRows, type OverrideRow } from "./repository.ts";
import { unproveOverrides } from "./repository-moves.ts";
import { hasOwnClient, needsProof, toSettings } from "./rules.ts";

interface Move {
  integration: { id: string; workspaceId: string };
  /** P-04: no secret of an override meets an address that it was not entered for. */
  areAddressesMoved: boolean;
}

/**
 * After a change of what an integration's overrides stand on: what was proven with the integration's client is so no longer,
 * and where the addresses moved, the overrides' own clients lose their secrets. Call it in the transaction of that change.
 */
export async function moveOverrides(ctx: Context, { integration, areAddressesMoved }: Move): Promise<void> {
  authorize(ctx.actor, "integrations:write");
  const rows = await listOverrideRows(ctx, integration);
  const own = rows.filter((row) => hasOwnClient(toSettings(row)));
  const leaning = rows.filter((row) => !own.includes(row) && needsProof(toSettings(row)));
  const these = (some: OverrideRow[]) => ({
    workspaceId: integration.workspaceId,
    ids: some.map(({ id }) => id),
  });
  await unproveOverrides(ctx, these(leaning), false);
  if (areAddressesMoved) await unproveOverrides(ctx, these(own), true);
}
