import type { Context } from "#lib/context/context.ts";
import { findLabels } from "./repository-owned.ts";
import { labelOf } from "./to-connection.ts";

/** What connections of a workspace are called, by id; one that is gone is missing. It decides about no permission: nobody asks for it by name. */
export async function listConnectionLabels(
  ctx: Pick<Context, "db">,
  where: { workspaceId: string; ids: readonly string[] },
): Promise<Map<string, string>> {
  if (where.ids.length === 0) return new Map();
  return new Map((await findLabels(ctx, where)).map((row) => [row.id, labelOf(row)]));
}
