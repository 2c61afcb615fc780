import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, forbidden } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { announceToAccount } from "./announce-to-account.ts";
import { startSession } from "./create-session.ts";
import { proveOwnPassword } from "./prove-own-password.ts";
import { hashPassword, replacePassword, revokeUserSessions } from "./repository.ts";
import { deleteOpenings } from "./repository-password-reset.ts";

interface PasswordChange {
  currentPassword: Secret<string>;
  newPassword: Secret<string>;
}

/**
 * Changes the calling member's own password. All their sessions and links to a new one end with it, and a session begins, whose secret is
 * returned for the browser that asked (S-02). Throws 422 at `/currentPassword` for a wrong one, 429 after ten wrong ones.
 */
export async function updatePassword(ctx: Context, input: PasswordChange): Promise<string> {
  const actor = authorize(ctx.actor, "workspace:read");
  if (actor.kind !== "member") throw forbidden("Only the person themselves can change a password.");
  const account = await proveOwnPassword(ctx, actor, input.currentPassword, "/currentPassword");
  const password = await hashPassword(input.newPassword);
  return inTransaction(asSystem(ctx), async (ctx) => {
    const now = ctx.now();
    if (!(await replacePassword(ctx, { account, password, now })))
      throw conflict("The password was changed a moment ago.");
    await revokeUserSessions(ctx, actor.userId, now);
    await deleteOpenings(ctx, actor.userId);
    await announceToAccount(ctx, "password_changed", account.email);
    await createAuditEvent(ctx, {
      action: "password.update",
      target: { kind: "user", id: actor.userId, label: actor.name },
    });
    return startSession(ctx, { account, workspaceId: actor.workspaceId });
  });
}
