import type { Context } from "#lib/context/context.ts";
import { listKnownPatterns, listOfferings } from "#lib/offerings/registry.ts";
import { listNames } from "./repository-versions.ts";
import type { Surroundings } from "./rules.ts";

/** What the rules for an offering's data must know of all others; `exceptId` is the offering itself, once it is there. */
export async function loadSurroundings(ctx: Context, exceptId: string | null): Promise<Surroundings> {
  const builtIn = listOfferings(ctx.settings).map(({ displayName }) => displayName);
  return {
    insecureOrigin: ctx.settings.sandboxOrigin,
    knownPatterns: listKnownPatterns(),
    takenNames: [...builtIn, ...(await listNames(ctx, exceptId))],
  };
}
