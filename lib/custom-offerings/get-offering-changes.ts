import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { OfferingChanges } from "./contract.ts";
import { listDifferences } from "./differences.ts";
import { loadCustomOffering } from "./load-offering.ts";
import { findVersionData } from "./repository-versions.ts";

/** What differs between two versions of a custom offering. 404 for a version that there is none of. */
export async function getOfferingChanges(
  caller: Context,
  { id, from, to }: { id: string; from: number; to: number },
): Promise<OfferingChanges> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCustomOffering(ctx, id);
  const stored = await findVersionData(ctx, row.id, [from, to]);
  if (!stored.has(from) || !stored.has(to)) throw notFound("version");
  return { items: listDifferences(stored.get(from), stored.get(to)) };
}
