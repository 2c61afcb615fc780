import type { ClientAuthentication } from "#lib/core/provider.ts";
import { type OverrideSettings, type SettingSource, settingSources } from "./contract.ts";

/** A value that counts, where it comes from, and what it hides, the most specific first. */
export interface Effective<T> {
  value: T;
  source: SettingSource;
  hides: { value: T; source: SettingSource }[];
}

/** What an integration itself says; the layers above it say a part of that. */
export interface IntegrationSettings {
  clientId: string;
  clientAuthentication: ClientAuthentication;
  scopes: string[];
  prompt: string | null;
  variables: Record<string, string>;
}

/** The layers, each with what it sets; `null` where there is none. */
export interface SettingLayers {
  offering?: Pick<OverrideSettings, "clientAuthentication" | "scopes" | "variables">;
  integration: IntegrationSettings;
  runtime: OverrideSettings | null;
  application: OverrideSettings | null;
}

export interface ResolvedSettings {
  /** The layer whose client is used: the most specific one that has a client of its own. */
  clientSource: SettingSource;
  clientId: Effective<string>;
  clientAuthentication: Effective<ClientAuthentication>;
  scopes: Effective<string[]>;
  prompt: Effective<string | null>;
  variables: Record<string, Effective<string>>;
  /** `null`: the offering's own. */
  authorizeUrl: Effective<string> | null;
  tokenUrl: Effective<string> | null;
}

interface Layer {
  source: SettingSource;
  settings: Omit<OverrideSettings, "prompt"> & { prompt?: string | null };
}

/**
 * Offering < integration < runtime configuration < application. The client comes as a whole from the most specific layer
 * that has one; how it authenticates and where it goes come from that layer or a more specific one, else from below all
 * overrides, and never from a less specific override: no secret meets an address that it was not entered for (P-04).
 */
export function resolveSettings(parts: SettingLayers): ResolvedSettings {
  const layers = toLayers(parts);
  const clientSource =
    layers.findLast(({ settings }) => settings.clientId !== undefined)?.source ?? "integration";
  const ofClient = ({ source }: Layer) =>
    rankOf(source) >= rankOf(clientSource) || rankOf(source) <= rankOf("integration");
  const always = () => true;
  const { integration } = parts;
  const own = <T>(value: T): Effective<T> => ({ value, source: "integration", hides: [] });
  return {
    clientSource,
    clientId: pick(layers, (one) => one.clientId, ofClient) ?? own(integration.clientId),
    clientAuthentication:
      pick(layers, (one) => one.clientAuthentication, ofClient) ?? own(integration.clientAuthentication),
    scopes: pick(layers, (one) => one.scopes, always) ?? own(integration.scopes),
    prompt: pick(layers, (one) => one.prompt, always) ?? own(integration.prompt),
    variables: resolveVariables(layers, ofClient),
    authorizeUrl: pick(layers, (one) => one.authorizeUrl, ofClient),
    tokenUrl: pick(layers, (one) => one.tokenUrl, ofClient),
  };
}

/** The client's own layer on the integration alone: what its secret was entered for. */
export function homeOf(parts: SettingLayers, clientSource: SettingSource): SettingLayers {
  return {
    ...parts,
    runtime: clientSource === "runtime-configuration" ? parts.runtime : null,
    application: clientSource === "application" ? parts.application : null,
  };
}

/** The variables that were set, without those that the offering presets. */
export function variablesOf({ variables }: Pick<ResolvedSettings, "variables">): Record<string, string> {
  const set = Object.entries(variables).filter(([, { source }]) => source !== "offering");
  return Object.fromEntries(set.map(([name, { value }]) => [name, value]));
}

function toLayers({ offering = {}, integration, runtime, application }: SettingLayers): Layer[] {
  const layers: Layer[] = [
    { source: "offering", settings: offering },
    { source: "integration", settings: integration },
  ];
  if (runtime) layers.push({ source: "runtime-configuration", settings: runtime });
  if (application) layers.push({ source: "application", settings: application });
  return layers;
}

function resolveVariables(layers: Layer[], counts: (layer: Layer) => boolean) {
  const names = new Set(layers.flatMap(({ settings }) => Object.keys(settings.variables ?? {})));
  const resolved = [...names].map((name) => [name, pick(layers, (one) => one.variables?.[name], counts)]);
  return Object.fromEntries(resolved.filter(([, value]) => value !== null)) as Record<
    string,
    Effective<string>
  >;
}

function pick<T>(
  layers: Layer[],
  read: (settings: Layer["settings"]) => T | undefined,
  counts: (layer: Layer) => boolean,
): Effective<T> | null {
  const set = layers.flatMap((layer) => {
    const value = read(layer.settings);
    return value === undefined ? [] : [{ value, source: layer.source, isCounted: counts(layer) }];
  });
  const winner = set.findLast(({ isCounted }) => isCounted);
  if (!winner) return null;
  const hides = set.filter((one) => one !== winner && !isRepeated(one, set)).reverse();
  return {
    value: winner.value,
    source: winner.source,
    hides: hides.map(({ value, source }) => ({ value, source })),
  };
}

// What the offering proposes is worth a line only where nobody chose the same.
function isRepeated<T>(one: { value: T; source: SettingSource }, all: readonly { value: T }[]): boolean {
  if (one.source !== "offering") return false;
  const text = JSON.stringify(one.value);
  return all.some((other) => other !== one && JSON.stringify(other.value) === text);
}

function rankOf(source: SettingSource): number {
  return settingSources.indexOf(source);
}
