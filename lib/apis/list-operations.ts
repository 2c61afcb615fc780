import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { ListOperationsQuery, OperationPage } from "./contract.ts";
import { toApiOperation } from "./describe-api.ts";
import { listOperationRows, loadApi } from "./repository.ts";

/** One page of an API's operations, those of one tag together. 404 for an API that is not the workspace's. */
export async function listOperations(
  ctx: Context,
  { id, ...query }: ListOperationsQuery & { id: string },
): Promise<OperationPage> {
  const { workspaceId } = authorize(ctx.actor, "apis:read");
  const api = await loadApi(ctx, workspaceId, id);
  const { rows, total } = await listOperationRows(ctx, api.id, query);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map(toApiOperation), nextAfter: last?.position ?? null, total };
}
