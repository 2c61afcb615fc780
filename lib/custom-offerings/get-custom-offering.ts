import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import type { CustomOffering } from "./contract.ts";
import { describeOffering } from "./describe-offering.ts";
import { loadOfferingData } from "./load-offering.ts";

/** One offering, built-in or custom, with all of its data. 404 where there is none. */
export async function getCustomOffering(ctx: Context, { id }: { id: string }): Promise<CustomOffering> {
  authorize(ctx.actor, "platform:manage");
  return describeOffering(ctx, id);
}

/** Its data alone, as an import takes them. */
export async function getOfferingExport(ctx: Context, { id }: { id: string }): Promise<OfferingData> {
  authorize(ctx.actor, "platform:manage");
  return loadOfferingData(ctx, id);
}
