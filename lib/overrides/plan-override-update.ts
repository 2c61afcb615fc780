import { areEndpointsMoved } from "#lib/integrations/endpoints.ts";
import type { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { OverrideSettings, UpdateOverride } from "./contract.ts";
import { effectiveProvider } from "./effective-provider.ts";
import { checkSecret, type OverridePlan, planOverride, resolveAlone } from "./plan-override.ts";
import type { OverrideRow } from "./repository.ts";
import { hasOwnClient, statusOf, toDifference, toSettings } from "./rules.ts";

type IntegrationRow = Awaited<ReturnType<typeof loadIntegration>>;

export interface UpdatePlan extends OverridePlan {
  changes: ReturnType<typeof toDifference>;
  /** A stored verdict and running flows are about other settings than these. */
  isConfigMoved: boolean;
  /** The stored secret was entered for this client and these addresses. */
  isSecretKept: boolean;
  /** Nothing but the secret changes. */
  isRotation: boolean;
  /** The grants that were made with its client belong to another one, or to another address. */
  mustReconnect: boolean;
  statusAfter(check: { verdict: "verified" | "rejected" | "inconclusive" } | null): OverrideRow["status"];
}

const configFields = ["clientId", "clientAuthentication", "variables", "authorizeUrl", "tokenUrl"];

interface Surroundings {
  /** The integration's; `null` when it is gone. */
  offering: CatalogueOffering | null;
  integration: IntegrationRow;
}

/** What a change of an override comes to. 422 at `/settings/…` and `/clientSecret` for what may not be. */
export function planOverrideUpdate(
  { offering, integration }: Surroundings,
  row: OverrideRow,
  input: UpdateOverride,
): UpdatePlan {
  const before = toSettings(row);
  const entered = input.settings ?? before;
  const plan = planOverride({ offering, integration, settings: inherited(before, entered) });
  const isMoved = offering !== null && leadsElsewhere({ offering, integration }, before, plan);
  const changes = toDifference(before, plan.settings);
  const isOtherClient = "clientId" in changes || (plan.hasOwnClient && isMoved);
  const isPublic = plan.authentication === "none";
  const isSecretKept = row.keyId !== null && plan.hasOwnClient && !isOtherClient && !isPublic;
  checkSecret(plan, input.clientSecret, isSecretKept);
  const isConfigMoved = configFields.some((field) => field in changes) || input.clientSecret !== undefined;
  return {
    ...plan,
    mayAdopt: plan.hasOwnClient && entered.clientAuthentication === undefined,
    changes,
    isConfigMoved,
    isSecretKept,
    isRotation: Object.keys(changes).length === 0,
    mustReconnect: isOtherClient && (hasOwnClient(before) || plan.hasOwnClient),
    statusAfter: (check) =>
      isConfigMoved || statusOf(plan.settings, null) === "configured"
        ? statusOf(plan.settings, check)
        : row.status,
  };
}

// A client that stays proves itself as before, unless another way is chosen or found to work.
function inherited(before: OverrideSettings, entered: OverrideSettings): OverrideSettings {
  const isSame = entered.clientId !== undefined && entered.clientId === before.clientId;
  if (!isSame || entered.clientAuthentication !== undefined) return entered;
  return { ...entered, clientAuthentication: before.clientAuthentication };
}

function leadsElsewhere(
  { offering, integration }: { offering: CatalogueOffering; integration: IntegrationRow },
  before: OverrideSettings,
  plan: OverridePlan,
): boolean {
  const ground = { offering, kind: integration.kind, deployment: integration.oauthCredential };
  return areEndpointsMoved(effectiveProvider(ground, resolveAlone(integration, before)), plan.provider);
}
