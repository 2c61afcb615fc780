import type { Context } from "#lib/context/context.ts";
import { checkAcknowledged } from "#lib/core/acknowledged.ts";
import { type Difference, toDifference } from "#lib/core/difference.ts";
import {
  type PreparedOffering,
  preparePrivateOffering,
  updatePrivateOffering,
} from "#lib/custom-offerings/private-offering.ts";
import { areEndpointsMoved } from "#lib/integrations/endpoints.ts";
import {
  countPrivateConnections,
  movePrivateIntegrations,
} from "#lib/integrations/move-private-integrations.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import type { ApiScheme, UpdateApi } from "./contract.ts";
import { loadApiOffering } from "./describe-api.ts";
import { type Endpoints, toEndpoints, toOfferingData } from "./offering-data.ts";
import type { ApiRow } from "./repository.ts";
import { checkEndpoints, tidy } from "./rules.ts";

interface Asked extends Partial<Endpoints> {
  name: string;
  schemes: readonly ApiScheme[];
  hasDocument: boolean;
}

/** What becomes of an API's offering, before it is written. */
export interface EndpointChange {
  before: CatalogueOffering;
  prepared: PreparedOffering;
  changes: Difference;
  /** P-04: the stored secret and the grants must not meet the new addresses. */
  isMoved: boolean;
}

/** The next version of an API's offering, with what the input leaves out as it was. 422 at the field for an address. */
export async function planEndpoints(ctx: Context, row: ApiRow, asked: Asked): Promise<EndpointChange> {
  const before = await loadApiOffering(ctx, row);
  const current = toEndpoints(before);
  const { name, schemes, hasDocument, ...given } = asked;
  const named = Object.entries(given).filter(([field, value]) => field in current && value !== undefined);
  const endpoints = tidy({ ...current, ...Object.fromEntries(named) });
  checkEndpoints(ctx.settings, endpoints);
  const facts = { name, slug: before.provider, endpoints, schemes, hasDocument, now: ctx.now() };
  const prepared = preparePrivateOffering(ctx, toOfferingData(facts), row.offeringId);
  return {
    before,
    prepared,
    changes: toDifference(current, endpoints),
    isMoved: areEndpointsMoved(toProvider(before, {}), toProvider(prepared.offering, {})),
  };
}

/**
 * Writes it, in the transaction of whoever calls it: the version, and what it means to the integrations at the offering.
 * 409 unless the person has seen how many connections must reconnect. Gives that number.
 */
export async function applyEndpoints(
  ctx: Context,
  { before, prepared, isMoved }: EndpointChange,
  { acknowledgedConnections }: Pick<UpdateApi, "acknowledgedConnections">,
): Promise<number> {
  const connections = isMoved ? await countPrivateConnections(ctx, before.id) : 0;
  checkAcknowledged(acknowledgedConnections, connections, "of this API");
  await updatePrivateOffering(ctx, prepared);
  await movePrivateIntegrations(ctx, before, prepared.offering);
  return connections;
}
