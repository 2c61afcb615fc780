import type { Context } from "#lib/context/context.ts";
import { listAllOfferings } from "#lib/custom-offerings/find-offering.ts";
import { type GrantLife, lifeOf } from "./grant-life.ts";

/** How long grants live, by offering, for conditions on all of them; those of which nothing is known are left out. */
export async function findLives(ctx: Context): Promise<ReadonlyMap<string, GrantLife>> {
  const lives = (await listAllOfferings(ctx)).map((offering) => [offering.id, lifeOf(offering)] as const);
  return new Map(lives.filter(([, life]) => life.isEndMoving || life.absoluteSeconds !== null));
}
