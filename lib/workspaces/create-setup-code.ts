import type { Context } from "#lib/context/context.ts";
import type { Secret } from "#lib/core/secret.ts";
import { storeSetupCode } from "./repository.ts";
import { createCodeText, hashCode } from "./setup-code.ts";

/**
 * A new one-time code for the first set-up, to be printed by the start; only its hash is kept, and the one before no longer
 * works. `null` once the set-up is done. For the system only: there is nobody yet who could be authorized.
 */
export async function createSetupCode(ctx: Pick<Context, "db">): Promise<Secret<string> | null> {
  const code = createCodeText();
  return (await storeSetupCode(ctx, hashCode(code))) ? code : null;
}
