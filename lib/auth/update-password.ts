import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, forbidden, invalidInput } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { startSession } from "./create-session.ts";
import {
  findAccount,
  hashPassword,
  replacePassword,
  revokeUserSessions,
  verifyAccountPassword,
} from "./repository.ts";

interface PasswordChange {
  currentPassword: Secret<string>;
  newPassword: Secret<string>;
}

/**
 * Changes the calling member's own password. All their sessions end with it, and a new one begins, whose id is returned
 * for the browser that asked (S-02). Throws 422 at `/currentPassword` for a wrong one, 429 after ten wrong ones.
 */
export async function updatePassword(ctx: Context, input: PasswordChange): Promise<string> {
  const actor = authorize(ctx.actor, "workspace:read");
  if (actor.kind !== "member") throw forbidden("Only the person themselves can change a password.");
  const key = ["password", actor.userId, clientNetwork(ctx.client.ip)];
  await limitAttempts(ctx, { key, attempts: 10, windowMs: 15 * 60 * 1000 });
  const account = await findAccount(ctx, { id: actor.userId });
  if (!account || !(await verifyAccountPassword(account, input.currentPassword))) {
    throw invalidInput("/currentPassword", "This is not your current password.");
  }
  await forgetAttempts(ctx, key);
  const password = await hashPassword(input.newPassword);
  return inTransaction(asSystem(ctx), async (ctx) => {
    const now = ctx.now();
    if (!(await replacePassword(ctx, { account, password, now })))
      throw conflict("The password was changed a moment ago.");
    await revokeUserSessions(ctx, actor.userId, now);
    await createAuditEvent(ctx, {
      action: "password.update",
      target: { kind: "user", id: actor.userId, label: actor.name },
    });
    return startSession(ctx, { account, workspaceId: actor.workspaceId });
  });
}
