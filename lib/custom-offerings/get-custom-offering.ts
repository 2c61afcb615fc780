import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import type { CustomOffering } from "./contract.ts";
import { describeOffering } from "./describe-offering.ts";
import { loadOfferingData } from "./load-offering.ts";

/** One offering, built-in or custom, with all of its data. 404 where there is none. */
export async function getCustomOffering(caller: Context, { id }: { id: string }): Promise<CustomOffering> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  return describeOffering(ctx, id);
}

/** Its data alone, as an import takes them. */
export async function getOfferingExport(caller: Context, { id }: { id: string }): Promise<OfferingData> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  return loadOfferingData(ctx, id);
}
