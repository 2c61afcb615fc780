import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { findUsableIds } from "./repository.ts";

/** Those of the ids that are connections which the actor may use. It needs no scope: it tells only what a key may be limited to. */
export async function listUsableConnectionIds(ctx: Context, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  return findUsableIds(ctx, authorize(ctx.actor, "api-keys:write"), ids);
}
