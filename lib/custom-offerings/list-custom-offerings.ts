import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { countOfferingUse } from "#lib/integrations/get-offering-use.ts";
import { findOffering as findInCatalogue, listOfferings as listCatalogue } from "#lib/offerings/registry.ts";
import type { CustomOfferingPage, ListCustomOfferingsQuery, OfferingSummary } from "./contract.ts";
import { listDeploymentOfferings } from "./repository-versions.ts";
import { summarizeBuiltIn, summarizeCustom } from "./summarize.ts";

/**
 * Every offering of the deployment as its admins see it: the catalogue's and custom ones, drafts too, by name. What
 * workspaces keep for themselves is not among them.
 */
export async function listCustomOfferings(
  caller: Context,
  query: ListCustomOfferingsQuery,
): Promise<CustomOfferingPage> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const all = await summarizeAll(ctx);
  const matching = all.filter((offering) => matches(offering, query));
  const rest =
    query.cursor === undefined ? matching : matching.filter((one) => keyOf(one) > (query.cursor ?? ""));
  const items = rest.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rest.length > items.length && last ? keyOf(last) : null,
    total: matching.length,
    categories: [...new Set(all.map(({ category }) => category))].sort(),
  };
}

async function summarizeAll(ctx: Context): Promise<OfferingSummary[]> {
  const [rows, use] = await Promise.all([listDeploymentOfferings(ctx), countOfferingUse(ctx)]);
  const around = (id: string) => ({
    integrationCount: use.get(id) ?? 0,
    nameOf: (otherId: string) => findInCatalogue(ctx.settings, otherId)?.displayName ?? otherId,
  });
  const summaries = [
    ...listCatalogue(ctx.settings).map((offering) => summarizeBuiltIn(offering, around(offering.id))),
    ...rows.map((row) => summarizeCustom(row, around(row.id))),
  ];
  return summaries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

// A key alone says where a page ended. Two spaces sort a name before the longer ones that begin with it.
function keyOf({ displayName, id }: OfferingSummary): string {
  return `${displayName.toLowerCase()}  ${id}`;
}

function matches(offering: OfferingSummary, query: ListCustomOfferingsQuery): boolean {
  const { q = "", source, state, category, confidence } = query;
  const { displayName, provider, environment } = offering;
  const text = [offering.id, displayName, provider, offering.category, environment].join(" ").toLowerCase();
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => text.includes(word)) &&
    (source === undefined || offering.source === source) &&
    (state === undefined ||
      (state === "changed" ? offering.hasUnpublishedChanges : offering.state === state)) &&
    (category === undefined || offering.category === category) &&
    (confidence === undefined || offering.confidence === confidence)
  );
}
