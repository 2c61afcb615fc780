import type { Context } from "#lib/context/context.ts";
import type { Secret } from "#lib/core/secret.ts";
import { hashPendingToken } from "./account-tokens.ts";
import { secondFactorRequired } from "./prove-second-factor.ts";
import { insertPendingSignIn } from "./repository-second-factor.ts";

/** The code has to come within five minutes of the password. */
export const secondStepMs = 5 * 60 * 1000;

interface FirstStep {
  userId: string;
  /** Before the password was read. */
  provenAt: Date;
  /** What this browser alone is given; without it the person has to start anew. */
  pendingToken: Secret<string> | undefined;
}

/** Notes that somebody's password was right and their code is still to come. Always throws `second-factor-required`: no session begins. */
export async function beginSecondStep(
  ctx: Context,
  { userId, provenAt, pendingToken }: FirstStep,
): Promise<never> {
  if (pendingToken) {
    const expiresAt = new Date(provenAt.getTime() + secondStepMs);
    await insertPendingSignIn(ctx, {
      tokenHash: hashPendingToken(pendingToken),
      userId,
      provenAt,
      expiresAt,
    });
  }
  throw secondFactorRequired();
}
