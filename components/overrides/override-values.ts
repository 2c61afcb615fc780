import { z } from "zod";
import type { Integration } from "#lib/integrations/contract.ts";
import { prompts, scopeSchema } from "#lib/integrations/contract.ts";
import {
  type CreateOverrideInput,
  createOverrideInput,
  type Override,
  type OverrideSettings,
  type UpdateOverrideInput,
  updateOverrideInput,
} from "#lib/overrides/contract.ts";

export const promptChoices = ["default", ...prompts] as const;
export const ways = ["client_secret_post", "client_secret_basic", "client_secret_basic_raw", "none"] as const;

/** The settings that are replaced by themselves; the client's id and secret go together, variables each by its name. */
export const plainFields = [
  "clientId",
  "clientAuthentication",
  "authorizeUrl",
  "tokenUrl",
  "scopes",
  "prompt",
] as const;

/** What the form holds: every field has a value, so that each can be typed into when it is replaced. */
export interface OverrideValues {
  kind: "runtime-configuration" | "application";
  runtimeConfiguration: string;
  application: string;
  /** By the names of the fields, and `variable:<name>`. */
  replaced: Record<string, boolean>;
  settings: {
    clientId: string;
    clientAuthentication: NonNullable<OverrideSettings["clientAuthentication"]>;
    authorizeUrl: string;
    tokenUrl: string;
    /** With spaces between. */
    scopes: string;
    prompt: (typeof promptChoices)[number];
    variables: Record<string, string>;
  };
  clientSecret: string;
  hasAcknowledged: boolean;
}

/** The form filled with what an override replaces; what it inherits begins as the integration has it. */
export function valuesOf(integration: Integration, override: Override | null): OverrideValues {
  const settings = override?.settings ?? {};
  const replacedVariables = Object.keys(settings.variables ?? {}).map((name) => `variable:${name}`);
  const replaced = [...plainFields.filter((field) => settings[field] !== undefined), ...replacedVariables];
  const isRuntimes = override?.scope.kind !== "application";
  return {
    kind: override?.scope.kind ?? "runtime-configuration",
    runtimeConfiguration: isRuntimes ? (override?.scope.id ?? "") : "",
    application: isRuntimes ? "" : (override?.scope.id ?? ""),
    replaced: Object.fromEntries(replaced.map((name) => [name, true])),
    settings: {
      clientId: settings.clientId ?? "",
      clientAuthentication: settings.clientAuthentication ?? integration.clientAuthentication,
      authorizeUrl: settings.authorizeUrl ?? "",
      tokenUrl: settings.tokenUrl ?? "",
      scopes: (settings.scopes ?? integration.scopes).join(" "),
      prompt: (settings.prompt === undefined ? integration.prompt : settings.prompt) ?? "default",
      variables: { ...integration.variables, ...settings.variables },
    },
    clientSecret: "",
    hasAcknowledged: false,
  };
}

/** The contract's rules for a new override. */
export function createForm(scopesMalformed: string) {
  return valuesSchema(scopesMalformed)
    .transform((values): CreateOverrideInput => {
      const { kind, runtimeConfiguration, application } = values;
      const scope = kind === "application" ? { application } : { runtimeConfiguration };
      return { ...scope, settings: toSettings(values), ...secretOf(values) };
    })
    .pipe(createOverrideInput);
}

/** The rules for a change, with the moment that the form was filled from; an empty secret keeps the stored one. */
export function updateForm(override: Override, scopesMalformed: string) {
  return valuesSchema(scopesMalformed)
    .transform(
      (values): UpdateOverrideInput => ({
        settings: toSettings(values),
        ...secretOf(values),
        expectedUpdatedAt: override.updatedAt,
        ...(values.hasAcknowledged ? { acknowledgedConnections: override.clientConnectionCount } : {}),
      }),
    )
    .pipe(updateOverrideInput);
}

/** Whether a change makes the connections of the override's client reconnect, as far as the form can tell. */
export function mustReconnect(override: Override, values: OverrideValues): boolean {
  const after = toSettings(values);
  const { clientId, authorizeUrl, tokenUrl, variables } = override.settings;
  const before = { clientId, authorizeUrl, tokenUrl, variables };
  return (Object.keys(before) as (keyof typeof before)[]).some(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
}

// The array's own errors would stand at single scopes; the form has one field for all of them.
function valuesSchema(scopesMalformed: string) {
  return z
    .custom<OverrideValues>()
    .refine(
      ({ replaced, settings }) =>
        !replaced.scopes ||
        splitScopes(settings.scopes).every((scope) => scopeSchema.safeParse(scope).success),
      { path: ["settings", "scopes"], message: scopesMalformed },
    );
}

function secretOf({ replaced, clientSecret }: OverrideValues) {
  return replaced.clientId && clientSecret ? { clientSecret } : {};
}

function toSettings({ replaced, settings }: OverrideValues): OverrideSettings {
  const { scopes, prompt, variables, ...texts } = settings;
  const all = { ...texts, scopes: splitScopes(scopes), prompt: prompt === "default" ? null : prompt };
  const kept = Object.entries(all).filter(([field]) => replaced[field]);
  const named = Object.entries(variables).filter(([name]) => replaced[`variable:${name}`]);
  return { ...Object.fromEntries(kept), ...(named.length > 0 && { variables: Object.fromEntries(named) }) };
}

function splitScopes(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
