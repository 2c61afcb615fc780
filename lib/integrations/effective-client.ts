import { AppError } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { effectiveProvider, isClientLedAway } from "#lib/overrides/effective-provider.ts";
import { type OverrideLayers, settingsOf, versionsOf } from "#lib/overrides/find-layers.ts";
import {
  type ResolvedSettings,
  resolveSettings,
  type SettingLayers,
} from "#lib/overrides/resolve-settings.ts";
import { needsProof, toSettings } from "#lib/overrides/rules.ts";
import { clientFacts } from "./client-source.ts";
import type { IntegrationRow } from "./repository.ts";
import { ownCallbackPath, toVariables } from "./rules.ts";

type OverrideRow = NonNullable<OverrideLayers["runtime"]>;

/** Which overrides count, and whose client is used: what a flow and a connection remember. */
export interface LayerFacts {
  runtimeOverrideId: string | null;
  applicationOverrideId: string | null;
  /** Their ids and versions. */
  versions: string;
  /** The override whose client is used; `null`: the integration's own. */
  clientOverrideId: string | null;
  /** Names the client and how it is used: what was refused under one name says nothing about another. */
  clientKey: string;
}

/** An integration's client with its overrides applied; no secret among it. */
export interface EffectiveClient {
  settings: ResolvedSettings;
  provider: Provider;
  callbackPath: string;
  /** The override whose client is used. */
  holder: OverrideRow | null;
  /** What still has to be proven before anybody connects; `null` when all is. */
  unproven: OverrideRow | "integration" | null;
  layers: LayerFacts;
}

/** What the integration itself says, as the lowest of the layers that a workspace sets. */
export function toLayersOf(row: IntegrationRow, overrides: OverrideLayers): SettingLayers {
  const { clientId, authentication } = clientFacts(row, row.oauthCredential);
  const { scopes, prompt } = row;
  return {
    integration: {
      clientId,
      clientAuthentication: authentication,
      scopes,
      prompt,
      variables: toVariables(row),
    },
    ...settingsOf(overrides),
  };
}

/**
 * Applies the overrides. 409 `integration-not-configured` when a layer would lead the client away from the addresses that
 * it was entered for (P-04).
 */
export function resolveClient(
  offering: CatalogueOffering,
  row: IntegrationRow,
  overrides: OverrideLayers,
): EffectiveClient {
  const parts = toLayersOf(row, overrides);
  const settings = resolveSettings(parts);
  const ground = { offering, kind: row.kind, deployment: row.oauthCredential };
  const { runtime, application } = overrides;
  if (isClientLedAway(ground, parts, settings)) throw overrideNotProven(row, application ?? runtime);
  const holder = { application, "runtime-configuration": runtime, integration: null, offering: null }[
    settings.clientSource
  ];
  const more = holder === null ? [runtime, application] : holder === runtime ? [application] : [];
  const above = more.filter((one) => one !== null);
  return {
    settings,
    provider: effectiveProvider(ground, settings),
    callbackPath: holder ? ownCallbackPath(row, scopeIdOf(holder)) : row.callbackPath,
    holder,
    unproven: unprovenOf(row, holder, above),
    layers: {
      runtimeOverrideId: runtime?.id ?? null,
      applicationOverrideId: application?.id ?? null,
      versions: versionsOf(overrides),
      clientOverrideId: holder?.id ?? null,
      clientKey: [holder ?? row, ...above.filter(bendsClient)]
        .map((one) => `${one.id}:${one.configVersion}`)
        .join(","),
    },
  };
}

// The database holds to exactly one of the two.
function scopeIdOf({ runtimeConfigurationId, applicationId }: OverrideRow): string {
  return runtimeConfigurationId ?? applicationId ?? "";
}

function bendsClient(override: OverrideRow): boolean {
  const settings = toSettings(override);
  return needsProof(settings) || settings.variables !== undefined;
}

// The client in force and whatever bends it must be proven; a client that an override replaces need not be.
function unprovenOf(
  row: IntegrationRow,
  holder: OverrideRow | null,
  above: OverrideRow[],
): EffectiveClient["unproven"] {
  const draft = [holder, ...above].find((one) => one?.status === "draft");
  if (draft) return draft;
  return holder === null && row.status === "draft" ? "integration" : null;
}

/** 409 that names the override whose client is not proven. */
export function overrideNotProven(row: IntegrationRow, override: OverrideRow | null): AppError {
  const scope = override?.application ?? override?.runtimeConfiguration;
  return new AppError("integration-not-configured", `override ${override?.id} of ${row.id} is not proven`, {
    detail: `The override of “${row.name}” for “${scope?.name ?? ""}” is not proven yet. An admin of the workspace can verify it in the integration's settings.`,
    extensions: { integrationId: row.id, overrideId: override?.id ?? null },
  });
}
