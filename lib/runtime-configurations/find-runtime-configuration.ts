import type { Context } from "#lib/context/context.ts";
import { invalidInput } from "#lib/core/errors.ts";
import { findNamed } from "./repository.ts";

/** A runtime configuration as whoever names it wants to know it. */
export interface NamedRuntimeConfiguration {
  id: string;
  slug: string;
  name: string;
  isDefault: boolean;
}

/**
 * One runtime configuration of the workspace by id or slug; the default one unless named. 422 at `pointer` for unknown and
 * foreign alike (D-19). It decides about no permission: the verb that calls it has.
 */
export async function findRuntimeConfiguration(
  ctx: Context,
  workspaceId: string,
  idOrSlug: string | null,
  pointer: string,
): Promise<NamedRuntimeConfiguration> {
  const row = await findNamed(ctx, workspaceId, idOrSlug);
  if (row) return row;
  throw invalidInput(pointer, "There is no such runtime configuration. Choose one from the list.");
}
