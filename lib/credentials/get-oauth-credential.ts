import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { OAuthCredential } from "./contract.ts";
import { describeCredential } from "./describe-credential.ts";

/** One entry. 404 where there is none. */
export async function getOAuthCredential(ctx: Context, { id }: { id: string }): Promise<OAuthCredential> {
  authorize(ctx.actor, "platform:manage");
  return describeCredential(ctx, id);
}
