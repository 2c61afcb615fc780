import { toData } from "#lib/connections/to-connection.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { toVariables } from "#lib/integrations/rules.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { effectiveProvider, isClientLedAway } from "#lib/overrides/effective-provider.ts";
import { resolveSettings, type SettingLayers } from "#lib/overrides/resolve-settings.ts";
import { toSettings } from "#lib/overrides/rules.ts";
import type { GrantFacts } from "./repository.ts";
import type { Route } from "./route.ts";

export type Plan = Pick<Route, "place" | "api" | "caCertificates">;
type Facts = Pick<
  GrantFacts,
  | "offeringId"
  | "offeringVersion"
  | "kind"
  | "clientId"
  | "authorizeUrl"
  | "tokenUrl"
  | "variables"
  | "runtimeSettings"
  | "applicationSettings"
  | "apiBaseUri"
  | "data"
  | "caCertificates"
>;

interface Found {
  plan: Plan;
  /** Whether the same facts mean the same plan again: not where an offering was published anew since they were read. */
  isLasting: boolean;
}

/** What a call needs to know of its provider; `null` when the offering is no longer there, or an override may not be followed. */
export async function findPlan(ctx: Parameters<typeof findOffering>[0], facts: Facts): Promise<Found | null> {
  const offering = await findOffering(ctx, facts.offeringId);
  const plan = offering && makePlan(offering, facts);
  return plan && { plan, isLasting: (offering.custom?.version ?? null) === facts.offeringVersion };
}

function makePlan(offering: CatalogueOffering, facts: Facts): Plan | null {
  const { kind, authorizeUrl, tokenUrl, apiBaseUri } = facts;
  const layers = toLayers(facts);
  const settings = resolveSettings(layers);
  const ground = { offering, kind, deployment: authorizeUrl && tokenUrl ? { authorizeUrl, tokenUrl } : null };
  if (isClientLedAway(ground, layers, settings)) return null;
  const provider = effectiveProvider(ground, settings);
  const data = toData(JSON.parse(facts.data));
  const clientId = settings.clientId.value;
  return {
    caCertificates: facts.caCertificates,
    place: { apiBaseUri, origins: provider.api.origins },
    api: { auth: provider.api.auth, headers: requiredHeaders(provider, { clientId, data }) },
  };
}

// A call needs nothing of how the client proves itself, nor of what it once asked for.
function toLayers({ clientId, variables, runtimeSettings, applicationSettings }: Facts): SettingLayers {
  const own = { clientId, variables: toVariables({ variables: JSON.parse(variables) }) };
  const read = (settings: string | null) => settings && toSettings({ settings: JSON.parse(settings) });
  return {
    integration: { ...own, clientAuthentication: "none", scopes: [], prompt: null },
    runtime: read(runtimeSettings) || null,
    application: read(applicationSettings) || null,
  };
}
