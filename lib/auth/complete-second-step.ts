import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { hashPendingToken } from "./account-tokens.ts";
import { auditSignIn, startSession } from "./create-session.ts";
import { consumeCode, limitCodes } from "./prove-second-factor.ts";
import { findAccount, holdSessions } from "./repository.ts";
import { consumePendingSignIn, findPendingSignIn } from "./repository-second-factor.ts";

interface SecondStep {
  /** What the browser was given when the password was right. */
  pendingToken: Secret<string>;
  /** Of the app, or for recovery. */
  code: Secret<string>;
  /** As in the first step. */
  previousSessionId?: string | undefined;
}

/**
 * The second step of a sign-in: a new session's id, or `null` for a code that is wrong or was used. Throws `unauthenticated`
 * when the first step is no longer good (five minutes are over, it was finished, the password changed), 429 as `limitCodes`.
 */
export async function completeSecondStep(
  ctx: Context,
  { pendingToken, code, previousSessionId }: SecondStep,
): Promise<string | null> {
  const tokenHash = hashPendingToken(pendingToken);
  const pending = await findPendingSignIn(ctx, tokenHash, ctx.now());
  if (!pending) throw startAnew();
  const { userId, provenAt } = pending;
  const account = await findAccount(ctx, { id: userId });
  if (!account?.workspaceId || account.isDisabled || !account.hasSecondFactor) throw startAnew();
  const { workspaceId } = account;
  await limitCodes(ctx, userId);
  const id = await inTransaction(ctx, async (ctx) => {
    // First of all, as whatever ends all sessions at once does.
    await holdSessions(ctx, userId);
    if (!(await consumeCode(ctx, account, code))) return null;
    if (!(await consumePendingSignIn(ctx, tokenHash))) throw startAnew();
    return startSession(ctx, { account, workspaceId, previousSessionId, provenAt });
  });
  if (id === null) await auditSignIn(ctx, account, "wrong-code");
  return id;
}

function startAnew(): AppError {
  return new AppError("unauthenticated", "no sign-in waits for its second step", {
    detail: "The code came too late. Start again with your password.",
  });
}
