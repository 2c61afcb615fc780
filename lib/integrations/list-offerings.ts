import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { listDeploymentScopes } from "#lib/credentials/get-deployment-client.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { toExamplePath } from "#lib/offerings/example-path.ts";
import { findOffering, listOfferings as listAll } from "#lib/offerings/registry.ts";

/** The offerings that an integration can be for; with `q` those whose name, provider or category holds every word of it. */
export async function listOfferings(
  ctx: Context,
  { q = "" }: { q?: string } = {},
): Promise<{ items: Offering[] }> {
  authorize(ctx.actor, "offerings:read");
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const scopesAt = await listDeploymentScopes(ctx);
  const items = listAll(ctx.settings).filter(({ id, displayName, provider, category, environment }) => {
    const text = [id, displayName, provider, category, environment].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return { items: items.map((offering) => withDeployment(offering, scopesAt)) };
}

/** One offering. 404 where there is none. */
export async function getOffering(ctx: Context, { id }: { id: string }): Promise<Offering> {
  authorize(ctx.actor, "offerings:read");
  const offering = findOffering(ctx.settings, id);
  if (!offering) throw notFound("offering");
  return withDeployment(offering, await listDeploymentScopes(ctx));
}

function withDeployment(offering: Offering, scopesAt: Map<string, string[]>): Offering {
  const scopes = scopesAt.get(offering.provider);
  return scopes ? { ...offering, deploymentClient: { scopes } } : offering;
}

/** A path of an offering's API that answers for every account, to try a first call with; `/` where none is known. */
export async function getExamplePath(ctx: Context, { id }: { id: string }): Promise<string> {
  authorize(ctx.actor, "offerings:read");
  return toExamplePath(findOffering(ctx.settings, id));
}
