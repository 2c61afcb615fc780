import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { discoverServer } from "#lib/oauth/discovery.ts";
import type { OfferingDiscovery } from "./contract.ts";
import { toOfferingData } from "./to-offering-data.ts";

/**
 * Reads a server's metadata and makes of them the beginning of an offering; writes nothing. 422 at `/url` for an address
 * that cannot be asked, 502 at `/url` for a document that is not to be used, with the reason (P-20).
 */
export async function getOfferingDiscovery(
  ctx: Context,
  { url }: { url: string },
): Promise<OfferingDiscovery> {
  authorize(ctx.actor, "platform:manage");
  const insecureOrigin = ctx.settings.sandboxOrigin;
  const server = await discoverServer({ url, insecureOrigin, fetch: ctx.fetch });
  const { metadataUrl, issuer, findings } = server;
  return {
    metadataUrl,
    issuer,
    findings,
    data: toOfferingData(server, ctx.now().toISOString().slice(0, 10)),
  };
}
