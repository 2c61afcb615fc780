import type { Context } from "#lib/context/context.ts";
import { invalidInput } from "#lib/core/errors.ts";
import { findNamed } from "./repository.ts";

/** An application as whoever names it wants to know it. */
export interface NamedApplication {
  id: string;
  slug: string;
  name: string;
  isDefault: boolean;
}

/**
 * One application of the workspace by id or slug. 422 at `pointer` for unknown and foreign alike (D-19). It decides about
 * no permission: the verb that calls it has.
 */
export async function findApplication(
  ctx: Context,
  workspaceId: string,
  idOrSlug: string,
  pointer: string,
): Promise<NamedApplication> {
  const row = await findNamed(ctx, workspaceId, idOrSlug);
  if (row) return row;
  throw invalidInput(pointer, "There is no such application. Choose one from the list.");
}
