import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { findKeyIds } from "./repository.ts";

/** The ids of the keys that act for the calling member, dead ones included: what they did is the member's own doing. */
export async function listApiKeyIds(ctx: Context): Promise<string[]> {
  const { workspaceId, userId } = authorize(ctx.actor, "audit:read");
  return findKeyIds(ctx, { workspaceId, createdById: userId });
}
