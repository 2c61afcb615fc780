import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import type { CreateOfferingVersion, CustomOffering } from "./contract.ts";
import { describeOffering } from "./describe-offering.ts";
import { listDifferences } from "./differences.ts";
import { loadCustomOffering, loadOfferingData } from "./load-offering.ts";
import { loadSurroundings } from "./load-surroundings.ts";
import { changedMeanwhile, insertVersion, lockNames } from "./repository-versions.ts";
import { checkOfferingData } from "./rules.ts";

/**
 * Saves an offering as its next version; integrations go on with the published one. What changes nothing makes no
 * version. 422 with a pointer below `/data` for every mistake, 409 when somebody saved since `expectedVersion`.
 */
export async function createOfferingVersion(
  caller: Context,
  { id, data, expectedVersion }: CreateOfferingVersion & { id: string },
): Promise<CustomOffering> {
  const actor = authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCustomOffering(ctx, id);
  if (row.latestVersion !== expectedVersion) throw changedMeanwhile();
  const before = await loadOfferingData(ctx, id);
  await inTransaction(ctx, async (ctx) => {
    await lockNames(ctx);
    const surroundings = await loadSurroundings(ctx, id);
    const checked = { ...checkOfferingData(data, surroundings, { isToTheLetter: false }), id };
    const changed = listDifferences(before, checked).map(({ path }) => path);
    if (changed.length === 0) return;
    const { displayName, provider } = checked;
    await insertVersion(ctx, row, { displayName, provider, data: checked, createdById: actor.userId });
    await createAuditEvent(ctx, {
      action: "offering.update",
      target: { kind: "offering", id, label: displayName },
      changes: { version: { before: row.latestVersion, after: row.latestVersion + 1 }, changed },
    });
  });
  return describeOffering(ctx, id);
}
