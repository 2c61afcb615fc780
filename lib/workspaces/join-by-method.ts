import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { addMember, holdMemberships } from "./add-member.ts";
import { countOwners } from "./repository-members.ts";

interface JoinRule {
  name: string;
  joinWorkspaceId: string | null;
  joinRole: WorkspaceRole | null;
}

/**
 * Makes a person a member where their way of signing in says that people of its domains join. Gives the workspace, `null` where
 * it says none. It decides about no permission: an admin did when the rule was made. Call it in a transaction.
 */
export async function joinByMethod(
  ctx: Context,
  { userId, name }: { userId: string; name: string },
  { name: method, joinWorkspaceId: workspaceId, joinRole: role }: JoinRule,
): Promise<string | null> {
  if (!workspaceId || !role) return null;
  await holdMemberships(ctx, workspaceId);
  // One without an owner was deleted a moment ago (Z-11).
  if ((await countOwners(ctx, workspaceId)) === 0) return null;
  await addMember(ctx, { workspaceId, userId, role });
  await createAuditEvent(ctx, {
    action: "member.create",
    target: { kind: "user", id: userId, label: name },
    changes: { role: { after: role }, method: { after: method } },
    workspaceId,
    person: { id: userId, name },
  });
  return workspaceId;
}
