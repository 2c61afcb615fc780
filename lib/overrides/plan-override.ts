import { invalidInput } from "#lib/core/errors.ts";
import type { ClientAuthentication, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { checkDeploymentScopes } from "#lib/integrations/client-source.ts";
import { toLayersOf } from "#lib/integrations/effective-client.ts";
import { areEndpointsMoved } from "#lib/integrations/endpoints.ts";
import type { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { checkAuthentication, checkScopes, secretOf } from "#lib/integrations/rules.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import type { OverrideSettings } from "./contract.ts";
import { effectiveProvider } from "./effective-provider.ts";
import { noLayers } from "./find-layers.ts";
import { resolveSettings, variablesOf } from "./resolve-settings.ts";
import { atSettings, checkAddresses, checkReplacesSomething, hasOwnClient, withoutNothing } from "./rules.ts";

type IntegrationRow = Awaited<ReturnType<typeof loadIntegration>>;

export interface OverridePlan {
  settings: OverrideSettings;
  /** Its client alone on the integration, which is what has to be proven. */
  provider: Provider;
  clientId: string;
  authentication: ClientAuthentication;
  /** Nobody chose how a client of its own proves itself, so the way that works is taken. */
  mayAdopt: boolean;
  hasOwnClient: boolean;
}

interface Input {
  /** The integration's; `null` when it is gone. */
  offering: CatalogueOffering | null;
  integration: IntegrationRow;
  settings: OverrideSettings;
}

/** What the settings of an override come to on its integration. 422 at `/settings/…` for what may not be. */
export function planOverride({ offering, integration, settings: entered }: Input): OverridePlan {
  const settings = withoutNothing(entered);
  if (!offering)
    throw invalidInput("/settings", "This integration's offering is not available here (any more).");
  if (integration.kind !== "oauth2")
    throw invalidInput("/settings", "Only an integration whose accounts sign in with OAuth has overrides.");
  checkReplacesSomething(settings);
  atSettings(() => checkFields(offering, integration, settings));
  const isOwn = hasOwnClient(settings);
  const resolved = resolveAlone(integration, settings);
  const ground = { offering, kind: integration.kind, deployment: integration.oauthCredential };
  checkAddresses(
    offering,
    atSettings(() => toProvider(offering, variablesOf(resolved))),
    settings,
  );
  const provider = atSettings(() => effectiveProvider(ground, resolved));
  if (!isOwn && isMoved(ground, integration, provider)) {
    throw invalidInput(
      "/settings/clientId",
      "These settings lead to other addresses than the integration's, and its secret does not go there. Enter a client of its own for them.",
    );
  }
  return {
    settings,
    provider,
    clientId: resolved.clientId.value,
    authentication: resolved.clientAuthentication.value,
    mayAdopt: isOwn && settings.clientAuthentication === undefined,
    hasOwnClient: isOwn,
  };
}

/**
 * P-04: a client of its own comes with its own secret, and a secret with a client. 422 at `/clientSecret`. `isKept`: one is
 * stored already that was entered for this client and these addresses.
 */
export function checkSecret(plan: OverridePlan, entered: Secret<string> | undefined, isKept: boolean): void {
  if (!plan.hasOwnClient && entered)
    throw invalidInput("/settings/clientId", "Enter the client ID that this secret belongs to.");
  if (!plan.hasOwnClient) return;
  if (plan.authentication === "none" && entered)
    throw invalidInput("/clientSecret", "This client authenticates without a secret, so leave it out.");
  if (plan.authentication !== "none" && !entered && !isKept) {
    throw invalidInput(
      "/clientSecret",
      "Enter the secret of this client: none is stored that was entered for it and for these addresses.",
    );
  }
}

/** The effective settings of an override alone on its integration. */
export function resolveAlone(integration: IntegrationRow, settings: OverrideSettings) {
  return resolveSettings({ ...toLayersOf(integration, noLayers), application: settings });
}

function checkFields(
  offering: CatalogueOffering,
  integration: IntegrationRow,
  settings: OverrideSettings,
): void {
  const { scopes, clientAuthentication } = settings;
  const { oauthCredential } = integration;
  const isDeployments = oauthCredential !== null && !hasOwnClient(settings);
  if (scopes) checkScopes(offering, scopes);
  if (scopes && isDeployments) checkDeploymentScopes(oauthCredential, scopes);
  if (!clientAuthentication) return;
  checkAuthentication(offering, clientAuthentication);
  if (hasOwnClient(settings)) return;
  if (isDeployments)
    throw invalidInput(
      "/clientAuthentication",
      "The deployment's OAuth app authenticates in its own way. Enter a client of its own to choose another.",
    );
  if (clientAuthentication !== "none" && !secretOf(integration, "active"))
    throw invalidInput(
      "/clientAuthentication",
      "The integration's client has no secret to send. Enter a client of its own.",
    );
}

function isMoved(
  ground: Parameters<typeof effectiveProvider>[0],
  integration: IntegrationRow,
  provider: Provider,
): boolean {
  return areEndpointsMoved(
    effectiveProvider(ground, resolveSettings(toLayersOf(integration, noLayers))),
    provider,
  );
}
