import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { createToken } from "./account-tokens.ts";
import { completeSecondStep } from "./complete-second-step.ts";
import { secondStepSchema, signInSchema } from "./contract.ts";
import { createSession } from "./create-session.ts";
import type { PendingCookie } from "./pending-cookie.ts";

/**
 * One step of a sign-in by password, whichever the form's fields are: e-mail and password, or the code that was asked for
 * then. A new session's id, or `null` for what does not go together. Throws what the two steps throw.
 */
export async function takeSignInStep(
  ctx: Context,
  input: unknown,
  { cookie, previousSessionId }: { cookie: PendingCookie; previousSessionId: string | undefined },
): Promise<string | null> {
  const second = secondStepSchema.safeParse(input);
  if (second.success) {
    const code = new Secret(second.data.code);
    const id = await completeSecondStep(ctx, { pendingToken: cookie.brought, code, previousSessionId });
    if (id) cookie.clear();
    return id;
  }
  const first = signInSchema.safeParse(input);
  if (!first.success) return null;
  const { email, password } = first.data;
  const pendingToken = createToken();
  try {
    return await createSession(ctx, {
      ...{ email, password: new Secret(password), previousSessionId, pendingToken },
    });
  } catch (error) {
    if (isAppError(error) && error.code === "second-factor-required") cookie.set(pendingToken);
    throw error;
  }
}
