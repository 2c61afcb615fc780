import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import { newId, toSlug } from "#lib/core/ids.ts";
import type { CreateWorkspace, OwnWorkspace } from "./contract.ts";
import { insertWorkspace } from "./repository.ts";
import { findOwnWorkspaces, insertMembership, isSlugTaken } from "./repository-members.ts";

/** The workspaces that the calling person belongs to, by name. */
export async function listOwnWorkspaces(ctx: Context): Promise<{ items: OwnWorkspace[] }> {
  const { userId, workspaceId } = authorize(ctx.actor, "workspace:read");
  const rows = await findOwnWorkspaces(asSystem(ctx), userId);
  return {
    items: rows.map(({ role, workspace }) => ({
      ...workspace,
      role,
      isCurrent: workspace.id === workspaceId,
    })),
  };
}

/**
 * Another workspace, with the caller as its owner, for those who run one already: they may use the deployment's clients
 * there as here. The slug is made from the name, and stays when that changes.
 */
export async function createWorkspace(ctx: Context, { name }: CreateWorkspace): Promise<OwnWorkspace> {
  const actor = authorize(ctx.actor, "workspace:manage");
  if (actor.kind !== "member") throw forbidden("Only a person creates a workspace.");
  const now = ctx.now();
  const id = newId("workspace", now.getTime());
  return inTransaction(asSystem(ctx), async (ctx) => {
    const plain = toSlug(name) || "workspace";
    const slug = (await isSlugTaken(ctx, plain)) ? `${plain.slice(0, 50)}-${id.slice(-8)}` : plain;
    await insertWorkspace(ctx, { id, name, slug }, now);
    await insertMembership(ctx, { workspaceId: id, userId: actor.userId }, "owner", now);
    await createAuditEvent(ctx, {
      action: "workspace.create",
      target: { kind: "workspace", id, label: name },
      workspaceId: id,
    });
    return { id, name, slug, role: "owner", isCurrent: false };
  });
}
