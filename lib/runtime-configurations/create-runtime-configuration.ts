import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { checkRoom, chooseSurroundingSlug } from "#lib/core/surrounding.ts";
import type { CreateRuntimeConfiguration, RuntimeConfiguration } from "./contract.ts";
import { describeRuntimeConfiguration } from "./describe-runtime-configuration.ts";
import { insertRow, listSlugs, lockRows } from "./repository.ts";
import { words } from "./rules.ts";

/**
 * Adds a runtime configuration to the workspace. It is not the default, and nothing is in it yet.
 * Errors: 409 at `/slug` for one that is taken, 409 when the workspace has as many as it can.
 */
export async function createRuntimeConfiguration(
  ctx: Context,
  { name, slug: asked }: CreateRuntimeConfiguration,
): Promise<RuntimeConfiguration> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  return inTransaction(ctx, async (ctx) => {
    await lockRows(ctx, workspaceId);
    const taken = await listSlugs(ctx, workspaceId);
    checkRoom(taken, words);
    const slug = chooseSurroundingSlug(asked, name, taken, words);
    const id = newId("runtimeConfiguration", ctx.now().getTime());
    await insertRow(ctx, { id, workspaceId, slug, name });
    await createAuditEvent(ctx, {
      action: "runtime-configuration.create",
      target: { kind: "runtime-configuration", id, label: name },
      changes: { name: { after: name }, slug: { after: slug } },
    });
    return describeRuntimeConfiguration(ctx, workspaceId, id);
  });
}
