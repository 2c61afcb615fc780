import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { chooseSurroundingSlug, differenceOf } from "#lib/core/surrounding.ts";
import type { Application, UpdateApplication } from "./contract.ts";
import { describeApplication, loadApplication } from "./describe-application.ts";
import { listSlugs, lockRows, makeDefault, updateRow } from "./repository.ts";
import { words } from "./rules.ts";

/**
 * Renames an application, or makes it the workspace's default: the one that counts from then on where nothing
 * else is said. What exists stays where it is. Errors: 404, and 409 at `/slug` for one that is taken.
 */
export async function updateApplication(
  ctx: Context,
  { id, ...input }: UpdateApplication & { id: string },
): Promise<Application> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  return inTransaction(ctx, async (ctx) => {
    await lockRows(ctx, workspaceId);
    const row = await loadApplication(ctx, workspaceId, id);
    const changes = differenceOf(row, input);
    if ("slug" in changes)
      chooseSurroundingSlug(input.slug, "", await listSlugs(ctx, workspaceId, id), words);
    if (Object.keys(changes).length > 0) {
      const { name = row.name, slug = row.slug } = input;
      await updateRow(ctx, { id, workspaceId }, { name, slug });
      if ("isDefault" in changes) await makeDefault(ctx, { id, workspaceId });
      await createAuditEvent(ctx, {
        action: "application.update",
        target: { kind: "application", id, label: name },
        changes,
      });
    }
    return describeApplication(ctx, workspaceId, id);
  });
}
