import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { checkRoom, chooseSurroundingSlug } from "#lib/core/surrounding.ts";
import type { Application, CreateApplication } from "./contract.ts";
import { describeApplication } from "./describe-application.ts";
import { insertRow, listSlugs, lockRows } from "./repository.ts";
import { words } from "./rules.ts";

/**
 * Adds an application to the workspace. It is not the default, and nothing is in it yet.
 * Errors: 409 at `/slug` for one that is taken, 409 when the workspace has as many as it can.
 */
export async function createApplication(
  ctx: Context,
  { name, slug: asked }: CreateApplication,
): Promise<Application> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  return inTransaction(ctx, async (ctx) => {
    await lockRows(ctx, workspaceId);
    const taken = await listSlugs(ctx, workspaceId);
    checkRoom(taken, words);
    const slug = chooseSurroundingSlug(asked, name, taken, words);
    const id = newId("application", ctx.now().getTime());
    await insertRow(ctx, { id, workspaceId, slug, name });
    await createAuditEvent(ctx, {
      action: "application.create",
      target: { kind: "application", id, label: name },
      changes: { name: { after: name }, slug: { after: slug } },
    });
    return describeApplication(ctx, workspaceId, id);
  });
}
