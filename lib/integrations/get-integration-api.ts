import type { Context, EgressFetch } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { issuesTokens, type Provider } from "#lib/core/provider.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { findPinnedLayers, noLayers, type OverrideLayers, type Pinned } from "#lib/overrides/find-layers.ts";
import {
  type EffectiveClient,
  type LayerFacts,
  overrideNotProven,
  resolveClient,
} from "./effective-client.ts";
import { type IntegrationFacts, loadIntegration, toFacts } from "./get-integration-facts.ts";
import type { IntegrationRow } from "./repository.ts";
import { trustingFetch } from "./trusting-fetch.ts";

/** What a call of the provider's API needs to know; no secret among it. */
export interface IntegrationApi {
  integration: IntegrationFacts;
  provider: Provider;
  clientId: string;
  layers: LayerFacts;
  /** A draft's own client calls nothing; one that an override brought does not wait for the integration's. */
  mayCall: boolean;
  /** For every call to its provider: it trusts the integration's own authorities, too. */
  fetch: EgressFetch;
}

/**
 * How the API behind an integration (id or slug, draft or not) is called, through a connection that remembers these
 * overrides. It decides about no permission and looks at no status: the verb that calls it does. 404 as ever; 409
 * `integration-not-configured` when there is nothing to call.
 */
export async function getIntegrationApi(
  ctx: Context,
  idOrSlug: string,
  pinned: Pinned | null = null,
): Promise<IntegrationApi> {
  const row = await loadIntegration(ctx, idOrSlug);
  return toApi(ctx, row, pinned ? await findPinnedLayers(ctx, row, pinned) : noLayers);
}

export async function toApi(
  ctx: Context,
  row: IntegrationRow,
  overrides: OverrideLayers = noLayers,
): Promise<IntegrationApi & { effective: EffectiveClient }> {
  const offering = await findOffering(ctx, row.offeringId);
  const effective = offering && resolveClient(offering, row, overrides);
  if (!effective || (!effective.settings.clientId.value && issuesTokens(row.kind))) throw notConfigured(row);
  const { settings, provider, layers, holder } = effective;
  return {
    integration: toFacts(ctx.settings, row, effective),
    provider,
    clientId: settings.clientId.value,
    layers,
    mayCall: holder !== null || row.status === "configured",
    fetch: trustingFetch(ctx.fetch, row.caCertificates),
    effective,
  };
}

/** 409 for whatever is not proven yet of a client. */
export function notProven(row: IntegrationRow, unproven: NonNullable<EffectiveClient["unproven"]>): AppError {
  return unproven === "integration" ? notConfigured(row) : overrideNotProven(row, unproven);
}

export function notConfigured(row: IntegrationRow): AppError {
  return new AppError("integration-not-configured", `integration ${row.id} has no proven client`, {
    detail: `“${row.name}” is still a draft. Its page says what is missing; an admin of the workspace can complete it.`,
    extensions: { integrationId: row.id },
  });
}
