import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { invalidInput } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { type Account, findAccount, verifyAccountPassword } from "./repository.ts";

/**
 * Has the person who is signed in prove their password again, as it is asked for before an act that a stolen session must not
 * be enough for. Gives their account. 422 at `pointer` for a wrong one, 429 after ten in 15 minutes.
 */
export async function proveOwnPassword(
  ctx: Context,
  { userId }: MemberActor,
  password: Secret<string>,
  pointer = "/password",
): Promise<Account> {
  const key = ["password", userId, clientNetwork(ctx.client.ip)];
  await limitAttempts(ctx, { key, attempts: 10, windowMs: 15 * 60 * 1000 });
  const account = await findAccount(ctx, { id: userId });
  if (!account || !(await verifyAccountPassword(account, password)))
    throw invalidInput(pointer, "This is not your current password.");
  await forgetAttempts(ctx, key);
  return account;
}
