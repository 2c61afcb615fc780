import { toData } from "#lib/connections/to-connection.ts";
import { toVariables } from "#lib/integrations/rules.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { pinProvider } from "#lib/offerings/pin-provider.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { createRecent } from "./recent.ts";
import type { GrantRow } from "./repository.ts";
import type { Route } from "./route.ts";

type Plan = Pick<Route, "place" | "api">;
type Facts = Pick<
  GrantRow,
  | "offeringId"
  | "offeringVersion"
  | "kind"
  | "clientId"
  | "authorizeUrl"
  | "tokenUrl"
  | "variables"
  | "apiBaseUri"
  | "data"
>;

export interface Plans {
  /** `null` when the offering is no longer there. */
  find(facts: Facts): Promise<Plan | null>;
}

const KEPT = 2_000;

type FindOffering = (id: string) => Promise<CatalogueOffering | null>;

/** What a call needs to know of its provider, worked out once for the same facts; other facts are another plan. */
export function createPlans(findOffering: FindOffering): Plans {
  const plans = createRecent<Plan>(KEPT);
  return {
    find: async (facts) => {
      const { offeringId, offeringVersion, kind, clientId, authorizeUrl, tokenUrl } = facts;
      const { variables, apiBaseUri, data } = facts;
      const client = `${kind} ${clientId}\n${authorizeUrl}\n${tokenUrl}`;
      const name = `${offeringId} ${offeringVersion}\n${client}\n${variables}\n${apiBaseUri}\n${data}`;
      const known = plans.get(name);
      if (known) return known;
      const offering = await findOffering(offeringId);
      if (!offering) return null;
      const plan = makePlan(offering, facts);
      // Published anew since the row was read: right for this call, and not to be kept under the old number.
      if ((offering.custom?.version ?? null) === offeringVersion) plans.set(name, plan);
      return plan;
    },
  };
}

function makePlan(offering: CatalogueOffering, facts: Facts): Plan {
  const { kind, clientId, authorizeUrl, tokenUrl, apiBaseUri } = facts;
  const data = toData(JSON.parse(facts.data));
  const variables = toVariables({ variables: JSON.parse(facts.variables) });
  const provider =
    authorizeUrl && tokenUrl
      ? pinProvider(offering, variables, { authorizeUrl, tokenUrl })
      : toProvider(offering, variables, kind);
  return {
    place: { apiBaseUri, origins: provider.api.origins },
    api: { auth: provider.api.auth, headers: requiredHeaders(provider, { clientId, data }) },
  };
}
