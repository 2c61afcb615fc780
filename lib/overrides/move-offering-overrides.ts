import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { unproveOverridesOf } from "./repository-moves.ts";

interface OfferingMove {
  integrationIds: string[];
  /** P-04: no secret of an override meets an address that it was not entered for. */
  areAddressesMoved: boolean;
}

/**
 * After another version of an offering was published: what was proven of the overrides of its integrations is so no longer,
 * and where addresses moved, their secrets go. Call it in the transaction of the publication.
 */
export async function moveOfferingOverrides(
  ctx: Context,
  { integrationIds, areAddressesMoved }: OfferingMove,
): Promise<void> {
  authorize(ctx.actor, "platform:manage");
  if (integrationIds.length > 0) await unproveOverridesOf(ctx, integrationIds, areAddressesMoved);
}
