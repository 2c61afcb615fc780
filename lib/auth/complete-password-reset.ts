import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { hashResetToken } from "./account-tokens.ts";
import { announceToAccount } from "./announce-to-account.ts";
import { findAccount, hashPassword, revokeUserSessions } from "./repository.ts";
import { consumeReset, deleteOpenings, findResetUser, setPassword } from "./repository-password-reset.ts";
import { deleteIdentities, isAddressProven, proveAddress } from "./repository-proof.ts";

/**
 * Whose password a link sets, for whoever has the link. 404 for one that is unknown, used, older than 60 minutes or replaced
 * by a newer one, all in the same words; 429 after a hundred looks in 15 minutes from one network.
 */
export async function getPasswordReset(
  ctx: Context,
  { token }: { token: Secret<string> },
): Promise<{ email: string }> {
  await limitLinks(ctx);
  const user = await findResetUser(ctx, hashResetToken(token), ctx.now());
  if (!user) throw deadLink();
  return { email: user.email };
}

/**
 * Sets a new password by a link, which is used up. Every session of the account ends, also one that is about to begin with
 * the old password (S-02). Nobody is signed in: where a second factor is on, the sign-in that follows asks for it. Errors as above.
 */
export async function completePasswordReset(
  ctx: Context,
  { token, newPassword }: { token: Secret<string>; newPassword: Secret<string> },
): Promise<void> {
  await limitLinks(ctx);
  const tokenHash = hashResetToken(token);
  if (!(await findResetUser(ctx, tokenHash, ctx.now()))) throw deadLink();
  const password = await hashPassword(newPassword);
  await inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    const user = await findResetUser(ctx, tokenHash, now);
    if (!user || !(await consumeReset(ctx, tokenHash, now))) throw deadLink();
    const { id: userId, name, email, isMailed } = user;
    await setPassword(ctx, { userId, password, now });
    // Whoever made the account in this person's name keeps no way in that they linked.
    if (!(await isAddressProven(ctx, userId))) await deleteIdentities(ctx, userId);
    if (isMailed) await proveAddress(ctx, { userId, email }, now);
    await revokeUserSessions(ctx, userId, now);
    await deleteOpenings(ctx, userId);
    await announceToAccount(ctx, "password_changed", email);
    await forgetAttempts(ctx, ["sign-in", email, clientNetwork(ctx.client.ip)]);
    const account = await findAccount(ctx, { id: userId });
    await createAuditEvent(ctx, {
      action: "password.reset",
      target: { kind: "user", id: userId, label: name },
      workspaceId: account?.workspaceId ?? null,
      person: { id: userId, name },
    });
  });
}

function limitLinks(ctx: Context): Promise<void> {
  const key = ["password-link", clientNetwork(ctx.client.ip)];
  return limitAttempts(ctx, { key, attempts: 100, windowMs: 15 * 60 * 1000 });
}

function deadLink(): AppError {
  return new AppError("not-found", "no such link to a new password", {
    detail: "This link works no more: it was used, is older than 60 minutes, or a newer one took its place.",
  });
}
