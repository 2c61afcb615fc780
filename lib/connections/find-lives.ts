import type { Context } from "#lib/context/context.ts";
import { findOfferings, listAllOfferings } from "#lib/custom-offerings/find-offering.ts";
import { type GrantLife, lifeOf, unknownLife } from "./grant-life.ts";
import { listIntegrationGroups, type StandingGroup } from "./repository-health.ts";

/** How long grants live, by offering, for conditions on all of them; those of which nothing is known are left out. */
export async function findLives(ctx: Context): Promise<ReadonlyMap<string, GrantLife>> {
  const lives = (await listAllOfferings(ctx)).map((offering) => [offering.id, lifeOf(offering)] as const);
  return new Map(lives.filter(([, life]) => life.isEndMoving || life.absoluteSeconds !== null));
}

/** What decides how the connections of a workspace stand, or of one integration of it (by id or slug). */
export async function findStandingGroups(
  ctx: Context,
  place: { workspaceId: string; integration?: string },
): Promise<StandingGroup[]> {
  const groups = await listIntegrationGroups(ctx, place);
  const offerings = await findOfferings(
    ctx,
    groups.map(({ offeringId }) => offeringId),
  );
  return groups.map((group) => {
    const offering = offerings.get(group.offeringId);
    return { ...group, life: offering ? lifeOf(offering) : unknownLife };
  });
}
