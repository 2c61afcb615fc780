import type { Settings } from "#lib/context/settings.ts";
import type { EffectiveClient } from "#lib/integrations/effective-client.ts";
import type { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { secretOf, toRedirectUri } from "#lib/integrations/rules.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { EffectiveSetting, SettingSource } from "./contract.ts";
import type { OverrideLayers } from "./find-layers.ts";
import type { Effective, ResolvedSettings } from "./resolve-settings.ts";

interface View {
  offering: CatalogueOffering;
  integration: Awaited<ReturnType<typeof loadIntegration>>;
  overrides: OverrideLayers;
  effective: EffectiveClient;
  /** With what the offering proposes as the lowest layer. */
  settings: ResolvedSettings;
}

type Line = Omit<EffectiveSetting, "name" | "label">;

/** The effective settings as a list, in the order in which people set them up; of a secret its last four characters. */
export function listEffectiveSettings(settings: Settings, view: View): EffectiveSetting[] {
  const { settings: resolved, effective } = view;
  const { clientSource } = resolved;
  const isOwnCallback = effective.holder !== null;
  const callbackUrl = toRedirectUri(settings, effective.callbackPath);
  const below = toRedirectUri(settings, view.integration.callbackPath);
  const lines: Line[] = [
    { field: "clientId", ...resolved.clientId },
    secretLine(view),
    { field: "clientAuthentication", ...resolved.clientAuthentication },
    {
      field: "callbackUrl",
      value: callbackUrl,
      source: isOwnCallback ? clientSource : "integration",
      hides: isOwnCallback && below !== callbackUrl ? [{ value: below, source: "integration" }] : [],
    },
    addressLine("authorizeUrl", view),
    addressLine("tokenUrl", view),
    { field: "scopes", ...resolved.scopes },
    { field: "prompt", ...resolved.prompt },
  ];
  const named = lines.map((line) => ({ ...line, name: null, label: null }));
  return [...named.slice(0, 4), ...variableLines(view), ...named.slice(4)];
}

// A secret goes with its client: each layer that has a client has one, or none is needed there.
function secretLine({ integration, overrides, settings, effective }: View): Line {
  const isPublic = settings.clientAuthentication.value === "none";
  const secrets: Record<SettingSource, string | null> = {
    offering: null,
    integration: integration.oauthCredential ? "" : (secretOf(integration, "active")?.last4 ?? null),
    "runtime-configuration": overrides.runtime?.last4 ?? null,
    application: overrides.application?.last4 ?? null,
  };
  const of = ({ source }: { source: SettingSource }) => ({ source, value: secrets[source] });
  const { value, source } = of({ source: settings.clientSource });
  return {
    field: "clientSecret",
    value: isPublic ? null : value,
    source,
    hides: effective.settings.clientId.hides.map(of).filter((one) => one.value !== null),
  };
}

function addressLine(field: "authorizeUrl" | "tokenUrl", view: View): Line {
  const { offering, integration, effective, settings } = view;
  const replaced: Effective<string> | null = settings[field];
  const own = (field === "authorizeUrl" ? offering.authorize : offering.token)?.url ?? "";
  if (replaced) return { field, ...replaced, hides: [...replaced.hides, { value: own, source: "offering" }] };
  const { authorize, token } = effective.provider;
  const isPinned = integration.oauthCredential !== null && effective.holder === null;
  const value = (field === "authorizeUrl" ? authorize : token)?.url ?? null;
  return { field, value, source: isPinned ? "integration" : "offering", hides: [] };
}

function variableLines({ offering, settings }: View): EffectiveSetting[] {
  return offering.variables.flatMap(({ name, label }) => {
    const variable = settings.variables[name];
    return variable ? [{ field: "variable" as const, name, label, ...variable }] : [];
  });
}
