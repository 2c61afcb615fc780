import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { OAuthCredential } from "./contract.ts";
import { describeCredential } from "./describe-credential.ts";

/** One entry. 404 where there is none. */
export async function getOAuthCredential(caller: Context, { id }: { id: string }): Promise<OAuthCredential> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  return describeCredential(ctx, id);
}
