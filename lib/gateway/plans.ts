import { toData } from "#lib/connections/to-connection.ts";
import { toVariables } from "#lib/integrations/rules.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { effectiveProvider, isClientLedAway } from "#lib/overrides/effective-provider.ts";
import { resolveSettings, type SettingLayers } from "#lib/overrides/resolve-settings.ts";
import { toSettings } from "#lib/overrides/rules.ts";
import { createRecent } from "./recent.ts";
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
  /** Whether the same facts are answered by it again: not where an offering was published anew in between. */
  isKept: boolean;
}

export interface Plans {
  /** `null` when the offering is no longer there, or an override may not be followed. */
  find(facts: Facts): Promise<Found | null>;
}

const KEPT = 2_000;

type FindOffering = (id: string) => Promise<CatalogueOffering | null>;

/** What a call needs to know of its provider, worked out once for the same facts; other facts are another plan. */
export function createPlans(findOffering: FindOffering): Plans {
  const plans = createRecent<Plan>(KEPT);
  return {
    find: async (facts) => {
      const { offeringId, offeringVersion } = facts;
      const name = nameOf(facts);
      const known = plans.get(name);
      if (known) return { plan: known, isKept: true };
      const offering = await findOffering(offeringId);
      if (!offering) return null;
      const plan = makePlan(offering, facts);
      if (!plan) return null;
      // Published anew since the row was read: right for this call, and not to be kept under the old number.
      const isKept = (offering.custom?.version ?? null) === offeringVersion;
      if (isKept) plans.set(name, plan);
      return { plan, isKept };
    },
  };
}

// Everything that a plan is made from.
function nameOf(facts: Facts): string {
  const { offeringId, offeringVersion, kind, clientId, authorizeUrl, tokenUrl } = facts;
  const { variables, apiBaseUri, data, caCertificates } = facts;
  const client = `${kind} ${clientId}\n${authorizeUrl}\n${tokenUrl}`;
  const overrides = `${facts.runtimeSettings}\n${facts.applicationSettings}`;
  return `${offeringId} ${offeringVersion}\n${client}\n${variables}\n${overrides}\n${apiBaseUri}\n${data}\n${caCertificates}`;
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
