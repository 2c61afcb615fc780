import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Workspace } from "./contract.ts";
import { findWorkspace } from "./repository.ts";

/** The workspace that the actor works in. */
export async function getWorkspace(ctx: Context): Promise<Workspace> {
  const actor = authorize(ctx.actor, "workspace:read");
  const row = await findWorkspace(ctx, actor.workspaceId);
  if (!row) throw notFound("workspace");
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}
