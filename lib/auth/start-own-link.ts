import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { forbidden, invalidInput } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { type StartedSignIn, startLink } from "#lib/sign-in-methods/start-sign-in.ts";
import { proveOwnPassword } from "./prove-own-password.ts";
import { proveSecondFactor } from "./prove-second-factor.ts";
import { findAccount } from "./repository.ts";

interface LinkStart {
  method: string;
  password?: Secret<string> | undefined;
  /** Of the app, or for recovery. */
  code?: Secret<string> | undefined;
}

/**
 * Begins to link an account elsewhere to the calling person's own. It signs in from then on, so a stolen session must not be
 * enough for it: whoever has a password proves it, and the second factor where one is on. 422 at `/password` or `/code`,
 * `second-factor-required`, 429 as those have it; else as `startLink`.
 */
export async function startOwnLink(
  caller: Context,
  { method, password, code }: LinkStart,
): Promise<StartedSignIn> {
  const ctx = asSystem(caller);
  const actor = authorize(ctx.actor, "workspace:read");
  if (actor.kind !== "member") throw forbidden("Signing in takes a person in a browser.");
  const known = await findAccount(ctx, { id: actor.userId });
  if (known?.passwordHash) {
    if (!password) throw invalidInput("/password", "Enter your password.");
    const account = await proveOwnPassword(ctx, actor, password);
    await proveSecondFactor(ctx, account, code);
  }
  return startLink(ctx, { method });
}
