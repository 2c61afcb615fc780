import type { AuthorizationKind, Provider } from "#lib/core/provider.ts";
import { areEndpointsMoved } from "#lib/integrations/endpoints.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { leadProvider } from "#lib/offerings/lead-provider.ts";
import { type PinnedEndpoints, pinProvider } from "#lib/offerings/pin-provider.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import {
  homeOf,
  type ResolvedSettings,
  resolveSettings,
  type SettingLayers,
  variablesOf,
} from "./resolve-settings.ts";

/** What the settings stand on. */
export interface Ground {
  offering: CatalogueOffering;
  /** The integration's. */
  kind: AuthorizationKind;
  /** The addresses of the deployment's client, where the integration itself uses that one. */
  deployment: PinnedEndpoints | null;
}

/** The provider as the effective client meets it. 422 at `/variables/<name>` for a value that does not fit. */
export function effectiveProvider(
  { offering, kind, deployment }: Ground,
  settings: ResolvedSettings,
): Provider {
  const variables = variablesOf(settings);
  const isDeployments = deployment !== null && settings.clientSource === "integration";
  const provider = isDeployments
    ? pinProvider(offering, variables, deployment)
    : toProvider(offering, variables, kind);
  const { authorizeUrl, tokenUrl } = settings;
  if (!authorizeUrl && !tokenUrl) return provider;
  return leadProvider(provider, {
    authorizeUrl: authorizeUrl?.value ?? null,
    tokenUrl: tokenUrl?.value ?? null,
  });
}

/**
 * P-04: whether a layer above that of the client leads somewhere else than where the client was entered for. It was refused
 * when it was saved, but the integration may have moved below it since.
 */
export function isClientLedAway(ground: Ground, layers: SettingLayers, settings: ResolvedSettings): boolean {
  const above = [layers.application, settings.clientSource === "integration" ? layers.runtime : null];
  const isAbove =
    settings.clientSource !== "application" && above.some((one) => one !== null && setsAddresses(one));
  if (!isAbove) return false;
  const home = resolveSettings(homeOf(layers, settings.clientSource));
  return areEndpointsMoved(effectiveProvider(ground, home), effectiveProvider(ground, settings));
}

function setsAddresses({
  variables,
  authorizeUrl,
  tokenUrl,
}: NonNullable<SettingLayers["runtime"]>): boolean {
  return variables !== undefined || authorizeUrl !== undefined || tokenUrl !== undefined;
}
