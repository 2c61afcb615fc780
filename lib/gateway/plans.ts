import { toData } from "#lib/connections/to-connection.ts";
import type { Settings } from "#lib/context/settings.ts";
import { toVariables } from "#lib/integrations/rules.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import { pinProvider } from "#lib/offerings/pin-provider.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { findOffering } from "#lib/offerings/registry.ts";
import { createRecent } from "./recent.ts";
import type { GrantRow } from "./repository.ts";
import type { Route } from "./route.ts";

type Plan = Pick<Route, "place" | "api">;
type Facts = Pick<
  GrantRow,
  "offeringId" | "clientId" | "authorizeUrl" | "tokenUrl" | "variables" | "apiBaseUri" | "data"
>;

export interface Plans {
  /** `null` when the offering is no longer there. */
  find(facts: Facts): Plan | null;
}

const KEPT = 2_000;

/** What a call needs to know of its provider, worked out once for the same facts; other facts are another plan. */
export function createPlans(settings: Settings): Plans {
  const plans = createRecent<Plan>(KEPT);
  return {
    find: (facts) => {
      const { offeringId, clientId, authorizeUrl, tokenUrl, variables, apiBaseUri, data } = facts;
      const client = `${clientId}\n${authorizeUrl}\n${tokenUrl}`;
      const name = `${offeringId}\n${client}\n${variables}\n${apiBaseUri}\n${data}`;
      const known = plans.get(name);
      if (known) return known;
      const plan = makePlan(settings, facts);
      if (plan) plans.set(name, plan);
      return plan;
    },
  };
}

function makePlan(settings: Settings, facts: Facts): Plan | null {
  const offering = findOffering(settings, facts.offeringId);
  if (!offering) return null;
  const { clientId, authorizeUrl, tokenUrl, apiBaseUri } = facts;
  const data = toData(JSON.parse(facts.data));
  const variables = toVariables({ variables: JSON.parse(facts.variables) });
  const provider =
    authorizeUrl && tokenUrl
      ? pinProvider(offering, variables, { authorizeUrl, tokenUrl })
      : toProvider(offering, variables);
  return {
    place: { apiBaseUri, origins: provider.api.origins },
    api: { auth: provider.api.auth, headers: requiredHeaders(provider, { clientId, data }) },
  };
}
