import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { describeSurrounding, type SurroundingRow } from "#lib/core/surrounding.ts";
import type { RuntimeConfiguration } from "./contract.ts";
import { findRow } from "./repository.ts";
import { words } from "./rules.ts";

/** The row behind a runtime configuration of the workspace. 404 where there is none. The verb that calls it has decided about permission. */
export async function loadRuntimeConfiguration(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<SurroundingRow> {
  const row = await findRow(ctx, workspaceId, id);
  if (!row) throw notFound(words.one);
  return row;
}

/** A runtime configuration as its routes answer it. 404 where there is none. The verb that calls it has decided about permission. */
export async function describeRuntimeConfiguration(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<RuntimeConfiguration> {
  return describeSurrounding(await loadRuntimeConfiguration(ctx, workspaceId, id));
}
