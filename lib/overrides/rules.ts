import { type Difference, toDifference as differenceOf } from "#lib/core/difference.ts";
import { AppError, invalidInput, isAppError } from "#lib/core/errors.ts";
import type { ClientAuthentication, Provider } from "#lib/core/provider.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { type OverrideSettings, overrideSettingsSchema } from "./contract.ts";

/** What a row replaces, as its JSON column holds it. */
export function toSettings({ settings }: { settings: unknown }): OverrideSettings {
  return overrideSettingsSchema.parse(settings);
}

/** The settings that say something: a variable that was left empty is inherited, as one that is not there. */
export function withoutNothing({ variables, ...rest }: OverrideSettings): OverrideSettings {
  const filled = Object.entries(variables ?? {}).filter(([, value]) => value !== "");
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(kept), ...(filled.length > 0 && { variables: Object.fromEntries(filled) }) };
}

/** Whether an override has a client of its own. */
export function hasOwnClient({ clientId }: OverrideSettings): boolean {
  return clientId !== undefined;
}

/** Whether it replaces anything that the provider has to be asked about. */
export function needsProof(settings: OverrideSettings): boolean {
  const { clientId, clientAuthentication, authorizeUrl, tokenUrl } = settings;
  return [clientId, clientAuthentication, authorizeUrl, tokenUrl].some((value) => value !== undefined);
}

/** The settings as they are kept: how a client of its own proves itself is settled with that client. */
export function settledSettings(
  { settings, authentication, hasOwnClient: isOwn }: Planned,
  check: { authentication: ClientAuthentication } | null,
): OverrideSettings {
  return isOwn ? { ...settings, clientAuthentication: check?.authentication ?? authentication } : settings;
}

interface Planned {
  settings: OverrideSettings;
  authentication: ClientAuthentication;
  hasOwnClient: boolean;
}

/** Where an override stands after its client was asked about, or could not be. */
export function statusOf(
  settings: OverrideSettings,
  check: { verdict: "verified" | "rejected" | "inconclusive" } | null,
): "draft" | "configured" {
  return !needsProof(settings) || check?.verdict === "verified" ? "configured" : "draft";
}

/** 422 at `/settings` for an override that replaces nothing. */
export function checkReplacesSomething(settings: OverrideSettings): void {
  if (Object.keys(settings).length > 0) return;
  throw invalidInput(
    "/settings",
    "Replace at least one setting; an override that replaces none does nothing.",
  );
}

/**
 * The offering's rules about addresses. Those of a catalogue or of the deployment name the servers, so an override stays on
 * them; one private to the workspace may lead to any https address. 422 at `/settings/authorizeUrl` or `/settings/tokenUrl`.
 */
export function checkAddresses(
  offering: CatalogueOffering,
  provider: Provider,
  settings: OverrideSettings,
): void {
  const isPrivate = offering.custom !== null && offering.custom.workspaceId !== null;
  const own = {
    authorizeUrl: provider.authorize ? [originOf(provider.authorize.url)] : [],
    tokenUrl: provider.token?.origins ?? [],
  };
  for (const field of ["authorizeUrl", "tokenUrl"] as const) {
    const url = settings[field];
    if (url === undefined) continue;
    const { protocol, origin } = new URL(url);
    if (protocol !== "https:" && origin !== offering.insecureOrigin)
      throw invalidInput(`/settings/${field}`, "Only https addresses are used. Enter it with https://.");
    if (isPrivate || own[field].includes(origin)) continue;
    const servers = own[field].join(" or ");
    throw invalidInput(
      `/settings/${field}`,
      `${offering.displayName} is at ${servers}; this address leads elsewhere.`,
    );
  }
}

/** Runs a rule of integrations on an override's settings: what it refuses at `/scopes` is at `/settings/scopes` here. */
export function atSettings<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isAppError(error) || error.errors.length === 0) throw error;
    const errors = error.errors.map(({ pointer, detail }) => ({ pointer: `/settings${pointer}`, detail }));
    throw new AppError(error.code, error.message, { detail: error.detail, errors, cause: error });
  }
}

/** For the audit trail: what changes, by field. No field of it is a secret. */
export function toDifference(before: OverrideSettings, after: OverrideSettings): Difference {
  return differenceOf(before, after, [...new Set([...Object.keys(before), ...Object.keys(after)])]);
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}
