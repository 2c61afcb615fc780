import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { newPasswordSchema } from "#lib/core/credentials.ts";
import { conflict, forbidden, invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { Secret } from "#lib/core/secret.ts";
import { completeInvitation } from "#lib/invitations/complete-invitation.ts";
import { getInvitationPreview, limitTokens } from "#lib/invitations/get-invitation-preview.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { assertPasswordSignIn } from "#lib/sign-in-methods/ways-in.ts";
import { startSession } from "./create-session.ts";
import { proveSecondFactor } from "./prove-second-factor.ts";
import {
  type Account,
  findAccount,
  hashPassword,
  insertAccount,
  verifyAccountPassword,
} from "./repository.ts";
import { proveAddress } from "./repository-proof.ts";

/**
 * Accepts an invitation as the person who is signed in, if it is for their address. Gives the secret of a new session in the
 * new workspace, with which the one that asks ends (S-02). 401 when that one has ended meanwhile, 404, 409 and 429 as the invitation has it.
 */
export async function joinWorkspace(ctx: Context, { token }: { token: Secret<string> }): Promise<string> {
  const { actor } = ctx;
  authorize(actor, "workspace:read");
  if (actor.kind !== "member") throw forbidden("Only a person accepts an invitation.");
  const { userId, name, email, sessionId: previousSessionId } = actor;
  await limitTokens(ctx);
  return inTransaction(asSystem(ctx), async (ctx) => {
    const { workspaceId, isMailed } = await completeInvitation(ctx, {
      token,
      person: { userId, name, email },
    });
    if (isMailed) await proveAddress(ctx, { userId, email }, ctx.now());
    const account = await findAccount(ctx, { id: userId });
    if (!account) throw conflict("This account is gone.");
    return startSession(ctx, { account, workspaceId, previousSessionId, isContinued: true });
  });
}

interface Acceptance {
  token: Secret<string>;
  /** Of a new account. */
  name?: string;
  password: Secret<string>;
  /** Where the account has a second factor. */
  code?: Secret<string> | undefined;
}

/**
 * Accepts an invitation as somebody who is not signed in: with the password of the account that has its address, or by making
 * that account. An existing account's password is proven, never set: whoever has the link need not be that person. Gives the
 * new session's secret. Where a second factor is on it is proven as well: `second-factor-required` without a code. 403 where
 * passwords do not sign in, 422 at `/password`, `/code` or `/name`, 429 after ten wrong passwords or codes in 15 minutes, else
 * as the invitation has it.
 */
export async function createMemberSession(ctx: Context, input: Acceptance): Promise<string> {
  const { token, password } = input;
  const provenAt = ctx.now();
  const { email } = await getInvitationPreview(ctx, { token });
  await assertPasswordSignIn(ctx);
  const known = await findAccount(ctx, { email });
  if (known) {
    await provePassword(ctx, known, email, password);
    await proveSecondFactor(ctx, known, input.code);
  }
  const fresh = known ? null : await toNewAccount(ctx, input, email);
  return inTransaction(ctx, async (ctx) => {
    if (fresh && !(await insertAccount(ctx, fresh)))
      throw conflict("An account with this address was made a moment ago. Sign in with its password.");
    const account = known ?? (await findAccount(ctx, { email }));
    if (!account) throw conflict("This account is gone.");
    const { userId, name } = account;
    const person = { userId, name, email };
    const { workspaceId, isMailed } = await completeInvitation(ctx, { token, person });
    if (isMailed) await proveAddress(ctx, person, ctx.now());
    return startSession(ctx, { account, workspaceId, ...(known && { provenAt }) });
  });
}

// The count is that of sign-in, so that a link gives no guesses beyond those (S-08).
async function provePassword(ctx: Context, account: Account, email: string, password: Secret<string>) {
  const key = ["sign-in", email, clientNetwork(ctx.client.ip)];
  await limitAttempts(ctx, { key, attempts: 10, windowMs: 15 * 60 * 1000 });
  if (!(await verifyAccountPassword(account, password)) || account.isDisabled)
    throw invalidInput("/password", `This is not the password that ${email} signs in with.`);
  await forgetAttempts(ctx, key);
}

async function toNewAccount(ctx: Context, { name, password }: Acceptance, email: string) {
  if (!name) throw invalidInput("/name", "Enter your name.");
  const checked = newPasswordSchema.safeParse(password.reveal());
  if (!checked.success)
    throw invalidInput("/password", checked.error.issues[0]?.message ?? "Choose another password.");
  const now = ctx.now();
  const passwordHash = await hashPassword(password);
  return { id: newId("user", now.getTime()), email, name, passwordHash, now };
}
