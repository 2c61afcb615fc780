import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { listSharedOfferings } from "#lib/custom-offerings/find-offering.ts";
import type { OAuthCredentialList } from "./contract.ts";
import { describeCredentials } from "./describe-credential.ts";
import { listCredentialRows } from "./repository.ts";
import { toDomains, toRedirectUri } from "./rules.ts";

/** All entries of the deployment by domain, the redirect URI of them all, and the domains that have none. */
export async function listOAuthCredentials(caller: Context): Promise<OAuthCredentialList> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const rows = await listCredentialRows(ctx);
  const taken = new Set(rows.map(({ domain }) => domain));
  return {
    redirectUri: toRedirectUri(ctx.settings),
    items: await describeCredentials(ctx, rows),
    domains: toDomains(await listSharedOfferings(ctx)).filter(({ domain }) => !taken.has(domain)),
  };
}
