import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { newId } from "#lib/core/ids.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import {
  type Account,
  findAccount,
  insertSession,
  revokeSessionRow,
  verifyAccountPassword,
} from "./repository.ts";
import { sessionLifeMs } from "./session-rules.ts";

const windowMs = 15 * 60 * 1000;
const attemptsPerAccount = 10;
const attemptsPerAddress = 100;

export interface SignIn {
  /** As `emailSchema` gives it. */
  email: string;
  password: Secret<string>;
  /** The session that the same browser brings along; it ends with the new one's start (S-02). */
  previousSessionId?: string;
}

/**
 * Signs a person in: a new session's id, or `null` for a wrong password, an unknown, disabled or homeless account, all in
 * the same time. Throws `rate-limited`: ten evaluated guesses per account and address in 15 minutes, a hundred per
 * address. Other addresses keep their own count, so nobody can lock somebody else out (S-08).
 */
export async function createSession(
  ctx: Context,
  { email, password, previousSessionId }: SignIn,
): Promise<string | null> {
  const network = clientNetwork(ctx.client.ip);
  const accountKey = ["sign-in", email, network];
  await limitAttempts(ctx, {
    key: ["sign-in-address", network],
    attempts: attemptsPerAddress,
    windowMs,
  });
  await limitAttempts(ctx, { key: accountKey, attempts: attemptsPerAccount, windowMs });
  const account = await findAccount(ctx, { email });
  const isRight = await verifyAccountPassword(account, password);
  if (!account || !isRight || account.isDisabled || !account.workspaceId) {
    await auditSignIn(ctx, account, isRight ? "account-unusable" : "wrong-password");
    return null;
  }
  await forgetAttempts(ctx, accountKey);
  return startSession(ctx, { account, workspaceId: account.workspaceId, previousSessionId });
}

interface SessionStart {
  account: Account;
  workspaceId: string;
  previousSessionId?: string;
}

/** Opens a session for an account that has proven itself, ending the one that the browser had. */
export async function startSession(
  ctx: Context,
  { account, workspaceId, previousSessionId }: SessionStart,
): Promise<string> {
  const now = ctx.now();
  const id = newId("session", now.getTime());
  await inTransaction(ctx, async (ctx) => {
    if (previousSessionId) await revokeSessionRow(ctx, previousSessionId, account.userId, now);
    await insertSession(ctx, {
      id,
      userId: account.userId,
      workspaceId,
      ip: ctx.client.ip,
      userAgent: ctx.client.userAgent?.slice(0, 300) ?? null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + sessionLifeMs),
    });
    await auditSignIn(ctx, { ...account, workspaceId }, null);
  });
  return id;
}

// Only a known account is named: what strangers type into the field may be anything, a password too.
async function auditSignIn(ctx: Context, account: Account | null, cause: string | null): Promise<void> {
  await createAuditEvent(ctx, {
    action: "session.create",
    target: { kind: "user", id: account?.userId, label: account?.name },
    outcome: cause ? "denied" : "success",
    cause,
    workspaceId: account?.workspaceId ?? null,
    // A wrong password proves nobody.
    ...(account && !cause && { person: { id: account.userId, name: account.name } }),
  });
}
