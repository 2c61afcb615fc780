import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError, invalidInput } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { hashRecoveryCode } from "./recovery-codes.ts";
import type { Account } from "./repository.ts";
import { consumeRecoveryCode, consumeStep, findSecondFactor } from "./repository-second-factor.ts";
import { findStep } from "./totp.ts";

const minuteMs = 60_000;

/**
 * Counts a code before it is looked at, of the app or for recovery: ten for an account and network in 15 minutes, and thirty
 * for an account an hour from everywhere, since only somebody with the password gets here. Throws 429. Never call it in a
 * transaction, whose failure would take the count back.
 */
export async function limitCodes(ctx: Context, userId: string): Promise<void> {
  const [here, everywhere] = keysOf(ctx, userId);
  await limitAttempts(ctx, { key: here, attempts: 10, windowMs: 15 * minuteMs });
  await limitAttempts(ctx, { key: everywhere, attempts: 30, windowMs: 60 * minuteMs });
}

/**
 * Whether the code is one of the account's app or a recovery code of it, which is used up by that. Call it in the transaction
 * of the act that it is for, after `limitCodes`. A wrong code takes the same way whichever of the two it looks like.
 */
export async function consumeCode(
  ctx: Context,
  { userId, name, workspaceId }: Pick<Account, "userId" | "name" | "workspaceId">,
  code: Secret<string>,
): Promise<boolean> {
  const factor = await findSecondFactor(ctx, userId);
  if (!factor?.confirmedAt) return false;
  const step = findStep(factor.secret, code.reveal(), ctx.now());
  if (step === null || !(await consumeStep(ctx, userId, step))) {
    if (!(await consumeRecoveryCode(ctx, userId, hashRecoveryCode(userId, code)))) return false;
    await createAuditEvent(ctx, {
      action: "recovery.use",
      target: { kind: "user", id: userId, label: name },
      ...{ workspaceId, person: { id: userId, name } },
    });
  }
  await forgetCodes(ctx, userId);
  return true;
}

/** Forgets the counts, after a right code. */
export async function forgetCodes(ctx: Context, userId: string): Promise<void> {
  for (const key of keysOf(ctx, userId)) await forgetAttempts(ctx, key);
}

/**
 * The same for an account that has just proven its password, where no session hangs on it: nothing happens where no second
 * factor is on. Throws `second-factor-required` without a code, 422 at `/code` for a wrong one, 429 as above.
 */
export async function proveSecondFactor(
  ctx: Context,
  account: Account,
  code: Secret<string> | undefined,
): Promise<void> {
  if (!account.hasSecondFactor) return;
  if (!code) throw secondFactorRequired();
  await limitCodes(ctx, account.userId);
  const isRight = await inTransaction(ctx, (ctx) => consumeCode(ctx, account, code));
  if (!isRight) throw wrongCode();
}

/** The password was right, and the code is still to come. */
export function secondFactorRequired(): AppError {
  return new AppError("second-factor-required", "the second factor is still to come", {
    detail: "Enter the code of your authenticator app, or one of your recovery codes.",
  });
}

/** The same words for a code of the app and for a recovery code. */
export function wrongCode(): AppError {
  return invalidInput("/code", "This code is wrong, or was used already. Wait for the next one in your app.");
}

function keysOf(ctx: Context, userId: string) {
  return [
    ["second-factor", userId, clientNetwork(ctx.client.ip)],
    ["second-factor-account", userId],
  ] as const;
}
