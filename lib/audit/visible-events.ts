import { listApiKeyIds } from "#lib/api-keys/list-api-key-ids.ts";
import type { Context } from "#lib/context/context.ts";
import { isWorkspaceAdmin, type WorkspaceActor } from "#lib/core/actor.ts";
import type { AuditExportQuery } from "./contract.ts";
import type { AuditFilter } from "./repository.ts";

/** What an actor may see of what a filter asks for: members their own acts and those of their keys, admins all (U-04). */
export async function visibleEvents(
  ctx: Context,
  actor: WorkspaceActor,
  { from, to, ...filter }: Partial<AuditExportQuery>,
): Promise<AuditFilter> {
  const { format: _, ...fields } = filter;
  return {
    ...fields,
    workspaceId: actor.workspaceId,
    visibleActorIds: isWorkspaceAdmin(actor) ? null : [actor.userId, ...(await listApiKeyIds(ctx))],
    from: from ? new Date(from) : undefined,
    to: to ? new Date(to) : undefined,
  };
}
