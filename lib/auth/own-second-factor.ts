import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type MemberActor } from "#lib/core/actor.ts";
import { conflict, forbidden } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { announceToAccount } from "./announce-to-account.ts";
import type { RecoveryCodes, SecondFactor, SecondFactorKey } from "./contract.ts";
import { proveOwnPassword } from "./prove-own-password.ts";
import { forgetCodes, limitCodes, proveSecondFactor, wrongCode } from "./prove-second-factor.ts";
import { createRecoveryCodes, hashRecoveryCode } from "./recovery-codes.ts";
import {
  confirmSecondFactorRow,
  deleteSecondFactorRow,
  findSecondFactor,
  findSecondFactorState,
  insertSecondFactor,
  replaceRecoveryCodes,
} from "./repository-second-factor.ts";
import { createTotpSecret, findStep, toBase32, toKeyUri } from "./totp.ts";

/** A key that was shown has to be confirmed within this time. */
const SET_UP_MS = 15 * 60 * 1000;

interface Proof {
  password: Secret<string>;
  /** Of the app, or for recovery. */
  code: Secret<string>;
}

/** Whether the calling person's second factor is on, and how many recovery codes are left. */
export async function getSecondFactor(caller: Context): Promise<SecondFactor> {
  const ctx = asSystem(caller);
  const { confirmedAt, recoveryCodes } = await findSecondFactorState(ctx, authorizePerson(ctx).userId);
  return {
    isOn: confirmedAt !== null,
    since: confirmedAt?.toISOString() ?? null,
    recoveryCodesLeft: recoveryCodes,
  };
}

/**
 * Begins to set up an authenticator app: a new key, shown this once, which does not count until a code confirms it. 422 at
 * `/password`, 429, 409 when a second factor is on.
 */
export async function startSecondFactor(
  caller: Context,
  { password }: { password: Secret<string> },
): Promise<SecondFactorKey> {
  const ctx = asSystem(caller);
  const actor = authorizePerson(ctx);
  const { userId, email, hasSecondFactor } = await proveOwnPassword(ctx, actor, password);
  const secret = createTotpSecret();
  if (hasSecondFactor || !(await insertSecondFactor(ctx, userId, secret))) throw isOnAlready();
  const key = toBase32(secret);
  return { key: key.reveal(), uri: toKeyUri(key, { origin: ctx.settings.origin, email }) };
}

/**
 * Switches the second factor on, by the first code of the app. Gives ten recovery codes, this once. 422 at `/code`, 429, 409
 * when nothing was begun within 15 minutes or it is on.
 */
export async function confirmSecondFactor(
  caller: Context,
  { code }: { code: Secret<string> },
): Promise<RecoveryCodes> {
  const ctx = asSystem(caller);
  const { userId, name } = authorizePerson(ctx);
  await limitCodes(ctx, userId);
  const begun = await findSecondFactor(ctx, userId);
  const now = ctx.now();
  if (begun?.confirmedAt) throw isOnAlready();
  if (!begun || now.getTime() - begun.createdAt.getTime() > SET_UP_MS)
    throw conflict("The key is older than 15 minutes. Begin again, with a new one.");
  const step = findStep(begun.secret, code.reveal(), now);
  if (step === null) throw wrongCode();
  return inTransaction(ctx, async (ctx) => {
    const { createdAt } = begun;
    if (!(await confirmSecondFactorRow(ctx, { userId, createdAt, step, now }))) throw isOnAlready();
    await forgetCodes(ctx, userId);
    await createAuditEvent(ctx, {
      action: "totp.enable",
      target: { kind: "user", id: userId, label: name },
    });
    return renewCodes(ctx, userId);
  });
}

/** Puts ten new recovery codes in the place of all that are left. 422 at `/password` or `/code`, 429, 409 when it is off. */
export async function rotateRecoveryCodes(caller: Context, proof: Proof): Promise<RecoveryCodes> {
  const ctx = asSystem(caller);
  const { userId, name } = await proveBoth(ctx, proof);
  return inTransaction(ctx, async (ctx) => {
    await createAuditEvent(ctx, {
      action: "recovery.renew",
      target: { kind: "user", id: userId, label: name },
    });
    return renewCodes(ctx, userId);
  });
}

/** Switches the second factor off, and erases its key and the recovery codes. Errors as above. */
export async function deleteSecondFactor(caller: Context, proof: Proof): Promise<void> {
  const ctx = asSystem(caller);
  const { userId, name, email } = await proveBoth(ctx, proof);
  await inTransaction(ctx, async (ctx) => {
    if (!(await deleteSecondFactorRow(ctx, userId))) throw isOff();
    await announceToAccount(ctx, "second_factor_off", email);
    await createAuditEvent(ctx, {
      action: "totp.disable",
      target: { kind: "user", id: userId, label: name },
    });
  });
}

async function proveBoth(ctx: Context, { password, code }: Proof): Promise<MemberActor> {
  const actor = authorizePerson(ctx);
  const account = await proveOwnPassword(ctx, actor, password);
  if (!account.hasSecondFactor) throw isOff();
  await proveSecondFactor(ctx, account, code);
  return actor;
}

async function renewCodes(ctx: Context, userId: string): Promise<RecoveryCodes> {
  const codes = createRecoveryCodes();
  await replaceRecoveryCodes(
    ctx,
    userId,
    codes.map((code) => hashRecoveryCode(userId, code)),
  );
  return { recoveryCodes: codes.map((code) => code.reveal()) };
}

function authorizePerson({ actor }: Context): MemberActor {
  const member = authorize(actor, "workspace:read");
  if (member.kind !== "member") throw forbidden("An API key has no second factor.");
  return member;
}

const isOnAlready = () => conflict("A second factor is on already. Switch it off first.");
const isOff = () => conflict("No second factor is on.");
