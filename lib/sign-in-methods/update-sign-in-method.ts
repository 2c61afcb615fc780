import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { toDifference } from "#lib/core/difference.ts";
import { holdInviter } from "#lib/workspaces/hold-inviter.ts";
import type { SignInMethod, UpdateSignInMethod } from "./contract.ts";
import { describeSignInMethod, loadSignInMethod } from "./list-sign-in-methods.ts";
import { type MethodRow, updateMethodRow } from "./repository.ts";
import { assertJoin } from "./rules.ts";
import { assertWayInWithout } from "./ways-in.ts";

/**
 * Changes a way to sign in; what the input leaves out stays. Another client id or secret makes it a draft again, off the sign-in
 * page until somebody signs in by it. 404, 422 at `/joinRole`, 403 for a role that the actor may not give, 409 when it was
 * saved meanwhile or the actor could not sign in any more.
 */
export async function updateSignInMethod(
  caller: Context,
  { id, ...input }: UpdateSignInMethod & { id: string },
): Promise<SignInMethod> {
  const ctx = asSystem(caller);
  const { userId, workspaceId } = authorize(ctx.actor, "platform:manage");
  const row = await loadSignInMethod(ctx, { id });
  const fields = plan(row, input, workspaceId);
  assertJoin(fields);
  const isClientMoved = fields.clientId !== row.clientId || input.clientSecret !== undefined;
  const changes = toDifference(row, fields);
  if (Object.keys(changes).length === 0 && !isClientMoved) return describeSignInMethod(ctx, id, userId);
  await inTransaction(ctx, async (ctx) => {
    if (isClientMoved) await assertWayInWithout(ctx, userId, id);
    const { joinWorkspaceId, joinRole } = fields;
    // Another domain lets others join, which is as much their decision who run that workspace.
    const isJoinMoved =
      joinWorkspaceId !== row.joinWorkspaceId || joinRole !== row.joinRole || "allowedDomains" in changes;
    if (isJoinMoved && joinRole && joinWorkspaceId)
      await holdInviter(ctx, { workspaceId: joinWorkspaceId, userId }, joinRole);
    await updateMethodRow(ctx, row, {
      ...fields,
      secret: input.clientSecret ?? null,
      configVersion: row.configVersion + (isClientMoved ? 1 : 0),
      provenAt: isClientMoved ? null : row.provenAt,
    });
    await createAuditEvent(ctx, {
      action: "sign-in-method.update",
      target: { kind: "sign-in-method", id, label: fields.name },
      changes: { ...changes, ...(input.clientSecret && { secret: { before: "set", after: "set" } }) },
    });
  });
  return describeSignInMethod(ctx, id, userId);
}

// Whoever says as what people join says so of the workspace that they are in.
function plan(row: MethodRow, input: UpdateSignInMethod, workspaceId: string) {
  // A rule whose workspace is gone is none.
  const kept = row.joinWorkspaceId === null ? null : row.joinRole;
  const joinRole = input.joinRole === undefined ? kept : input.joinRole;
  const isSameJoin = joinRole === row.joinRole && row.joinWorkspaceId !== null;
  return {
    name: input.name ?? row.name,
    clientId: input.clientId ?? row.clientId,
    allowedDomains: input.allowedDomains ?? row.allowedDomains,
    joinRole,
    joinWorkspaceId: joinRole === null ? null : isSameJoin ? row.joinWorkspaceId : workspaceId,
  };
}
