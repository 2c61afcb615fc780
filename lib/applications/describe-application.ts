import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { describeSurrounding, type SurroundingRow } from "#lib/core/surrounding.ts";
import type { Application } from "./contract.ts";
import { findRow } from "./repository.ts";
import { words } from "./rules.ts";

/** The row behind an application of the workspace. 404 where there is none. The verb that calls it has decided about permission. */
export async function loadApplication(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<SurroundingRow> {
  const row = await findRow(ctx, workspaceId, id);
  if (!row) throw notFound(words.one);
  return row;
}

/** An application as its routes answer it. 404 where there is none. The verb that calls it has decided about permission. */
export async function describeApplication(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<Application> {
  return describeSurrounding(await loadApplication(ctx, workspaceId, id));
}
