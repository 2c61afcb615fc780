import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { listDeploymentScopes } from "#lib/credentials/get-deployment-client.ts";
import { findVisibleOffering, listOpenOfferings } from "#lib/custom-offerings/find-offering.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { toExamplePath } from "#lib/offerings/example-path.ts";

/** The offerings that an integration can be for; with `q` those whose name, provider or category holds every word of it. */
export async function listOfferings(
  ctx: Context,
  { q = "" }: { q?: string } = {},
): Promise<{ items: Offering[] }> {
  const { workspaceId } = authorize(ctx.actor, "offerings:read");
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const [scopesAt, all] = await Promise.all([listDeploymentScopes(ctx), listOpenOfferings(ctx, workspaceId)]);
  const items = all.filter(({ id, displayName, provider, category, environment }) => {
    const text = [id, displayName, provider, category, environment].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return { items: items.map((offering) => withDeployment(offering, scopesAt)) };
}

/** One offering, also one on which nothing new may be built. 404 where there is none. */
export async function getOffering(ctx: Context, { id }: { id: string }): Promise<Offering> {
  const { workspaceId } = authorize(ctx.actor, "offerings:read");
  const offering = await findVisibleOffering(ctx, workspaceId, id);
  if (!offering) throw notFound("offering");
  return withDeployment(offering, await listDeploymentScopes(ctx));
}

function withDeployment(offering: CatalogueOffering, scopesAt: Map<string, string[]>): Offering {
  const isPrivate = offering.custom !== null && offering.custom.workspaceId !== null;
  const scopes = isPrivate ? undefined : scopesAt.get(offering.provider);
  return scopes ? { ...offering, deploymentClient: { scopes } } : offering;
}

/** A path of an offering's API that answers for every account, to try a first call with; `/` where none is known. */
export async function getExamplePath(ctx: Context, { id }: { id: string }): Promise<string> {
  const { workspaceId } = authorize(ctx.actor, "offerings:read");
  return toExamplePath(await findVisibleOffering(ctx, workspaceId, id));
}
