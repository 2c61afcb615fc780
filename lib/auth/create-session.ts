import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { beginSecondStep } from "./begin-second-step.ts";
import {
  type Account,
  findAccount,
  holdSessions,
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
  previousSessionId?: string | undefined;
  /** Where a second factor is on: what the browser holds until its code comes. */
  pendingToken?: Secret<string>;
}

/**
 * Signs a person in: a new session's id, or `null` for a wrong password, an unknown, disabled or homeless account, all in
 * the same time. Throws `second-factor-required` instead where one is on; `completeSecondStep` goes on from there. Throws
 * `rate-limited`: ten evaluated guesses per account and address in 15 minutes, a hundred per
 * address. Other addresses keep their own count, so nobody can lock somebody else out (S-08).
 */
export async function createSession(
  ctx: Context,
  { email, password, previousSessionId, pendingToken }: SignIn,
): Promise<string | null> {
  const provenAt = ctx.now();
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
  const { userId, workspaceId } = account;
  if (account.hasSecondFactor) return beginSecondStep(ctx, { userId, provenAt, pendingToken });
  return startSession(ctx, { account, workspaceId, previousSessionId, provenAt });
}

interface SessionStart {
  account: Account;
  workspaceId: string;
  previousSessionId?: string | undefined;
  /** Before the password was read that proves the person: one that is changed after that ends the session too (S-02). */
  provenAt?: Date;
  /** Nothing but the previous session proves the person: 401 when it has ended meanwhile (S-04). */
  isContinued?: boolean;
}

/** Opens a session for an account that has proven itself, ending the one that the browser had. */
export async function startSession(
  ctx: Context,
  { account, workspaceId, previousSessionId, provenAt, isContinued = false }: SessionStart,
): Promise<string> {
  const now = ctx.now();
  const id = newId("session", now.getTime());
  await inTransaction(ctx, async (ctx) => {
    await holdSessions(ctx, account.userId);
    const hadOne =
      previousSessionId !== undefined &&
      (await revokeSessionRow(ctx, previousSessionId, account.userId, now));
    if (isContinued && !hadOne) {
      throw new AppError("unauthenticated", "the session ended while its request was on the way", {
        detail: "This session was signed out a moment ago. Sign in again.",
      });
    }
    await insertSession(ctx, {
      id,
      userId: account.userId,
      workspaceId,
      ip: ctx.client.ip,
      userAgent: ctx.client.userAgent?.slice(0, 300) ?? null,
      createdAt: provenAt ?? now,
      expiresAt: new Date(now.getTime() + sessionLifeMs),
    });
    await auditSignIn(ctx, { ...account, workspaceId }, null);
  });
  return id;
}

/** Records a sign-in, or why there was none. Only a known account is named: what strangers type may be anything, a password too. */
export async function auditSignIn(
  ctx: Context,
  account: Account | null,
  cause: string | null,
): Promise<void> {
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
