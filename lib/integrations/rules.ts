import type { WorkspaceActor } from "#lib/core/actor.ts";
import { type Difference, toDifference as differenceOf } from "#lib/core/difference.ts";
import { AppError, invalidInput } from "#lib/core/errors.ts";
import { toSlug } from "#lib/core/ids.ts";
import type { AuthorizationKind, ClientAuthentication } from "#lib/core/provider.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { describeCaCertificates } from "./ca-certificates.ts";
import { type Integration, reservedSlugs, type Verification } from "./contract.ts";
import type { IntegrationRow, SecretRow, SecretState, VerificationRow } from "./repository.ts";

export type Callback = Integration["callback"];
export type CredentialSource = Integration["credentialSource"];
type IntegrationStatus = Integration["status"];

const SHARED_CALLBACK_PATH = "/oauth/callback";

/** What these rules need to know of an offering. */
export interface OfferingFacts
  extends Pick<Offering, "id" | "displayName" | "status" | "clientAuthentications" | "accepts"> {
  variables: readonly Pick<Offering["variables"][number], "name" | "label" | "required" | "default">[];
  scopes: { required: readonly string[]; separator: string };
}

export function isPlatformAdmin(actor: WorkspaceActor): boolean {
  return actor.kind === "member" && actor.isPlatformAdmin;
}

// The client is registered at the one address. It may serve any workspace: client and endpoints are the platform's.
function deploymentCallback(asked: Callback | undefined): Callback {
  if (asked !== "keyed") return "shared";
  throw invalidInput("/callback", "The deployment's OAuth app has one callback address, the shared one.");
}

/**
 * Which callback address an integration gets. The shared one is for platform admins: an integration of
 * anybody else could swap the authorization server behind it (mix-up; D-05, F-04). 403 at `/callback`. On the
 * deployment's client nobody can, so any workspace's integration on that client has the shared one, and no other.
 */
export function chooseCallback(
  actor: WorkspaceActor,
  asked: Callback | undefined,
  source: CredentialSource = "own",
): Callback {
  if (source === "deployment") return deploymentCallback(asked);
  if (asked !== "shared") return asked ?? (isPlatformAdmin(actor) ? "shared" : "keyed");
  if (!isPlatformAdmin(actor)) {
    throw forbiddenAt(
      "/callback",
      "Only a platform admin's integration may use the shared callback address.",
    );
  }
  return "shared";
}

/**
 * P-04, D-06: who may move the addresses that an integration talks to. On the shared callback address that is a
 * platform admin, for the reason that `chooseCallback` gives. 403 at `/variables`. With the deployment's client the
 * addresses are the platform's own, pinned whatever the variables say (`pinProvider`), so there anybody may.
 */
export function checkMayMoveEndpoints(
  actor: WorkspaceActor,
  callback: Callback,
  source: CredentialSource = "own",
): void {
  if (source === "deployment") return;
  if (callback === "shared" && !isPlatformAdmin(actor)) {
    throw forbiddenAt(
      "/variables",
      "This integration uses the shared callback address, so only a platform admin may change where it signs in.",
    );
  }
}

/**
 * P-15, D-06: who may say which authorities are trusted. Whoever runs one could stand in for the provider, so where the
 * client is the deployment's, or the callback address the shared one, that is a platform admin. 403 at `/caCertificates`.
 */
export function checkMayTrust(actor: WorkspaceActor, callback: Callback, source: CredentialSource): void {
  if (isPlatformAdmin(actor) || (source === "own" && callback === "keyed")) return;
  throw forbiddenAt(
    "/caCertificates",
    "This integration uses the deployment's client or the shared callback address, so only a platform admin may say which certificate authorities it trusts.",
  );
}

export function toCallbackPath(callback: Callback, integrationKey: string): string {
  return callback === "shared" ? SHARED_CALLBACK_PATH : `${SHARED_CALLBACK_PATH}/${integrationKey}`;
}

/**
 * Where the client of an override comes back to: an address of its own, beside the integration's and every other
 * override's. It may be registered at another server than those, and a code for one must never reach another (D-05, F-04).
 */
export function ownCallbackPath({ integrationKey }: { integrationKey: string }, scopeId: string): string {
  return `${toCallbackPath("keyed", integrationKey)}-${scopeId}`;
}

export function toCallback(callbackPath: string): Callback {
  return callbackPath === SHARED_CALLBACK_PATH ? "shared" : "keyed";
}

/** The redirect URI: the configured origin and the integration's path, byte for byte (D-24, F-05). */
export function toRedirectUri(settings: { origin: string }, callbackPath: string): string {
  return `${settings.origin}${callbackPath}`;
}

const endings = {
  deprecated: "is being closed by its provider",
  retired: "has been closed by its provider",
} as const;

/** 422 at `/offeringId` for an offering that is over, or will be: nothing new is built on it. Names its successor. */
export function checkOfferingIsOpen(
  { displayName, status }: Pick<OfferingFacts, "displayName" | "status">,
  successor: string | null,
): void {
  if (status.state === "active") return;
  const advice = successor === null ? "choose another" : `choose ${successor} in its place`;
  throw invalidInput("/offeringId", `${displayName} ${endings[status.state]}; ${advice}.`);
}

/**
 * 422 at `/scopes` when a scope that the offering cannot do without is left out; it names each. 422 at one scope that
 * would be read as two, because the provider puts commas between them. Scopes outside the catalogue pass.
 */
export function checkScopes(
  offering: OfferingFacts,
  scopes: readonly string[],
  kind: AuthorizationKind = "oauth2",
): void {
  const divided = scopes.findIndex((scope) => scope.includes(offering.scopes.separator));
  if (divided >= 0)
    throw invalidInput(
      `/scopes/${divided}`,
      `${offering.displayName} separates scopes by commas: enter each by itself.`,
    );
  const missing = missingScopes(offering, scopes, kind);
  if (missing.length === 0) return;
  const names = missing.map((scope) => `“${scope}”`).join(", ");
  throw invalidInput(
    "/scopes",
    `${offering.displayName} needs the scope${missing.length > 1 ? "s" : ""} ${names}. Add what is missing.`,
  );
}

/** The offering's required scopes are about people who sign in; a client by itself asks for what it was given. */
export function missingScopes(
  offering: OfferingFacts,
  scopes: readonly string[],
  kind: AuthorizationKind = "oauth2",
): string[] {
  if (kind !== "oauth2") return [];
  return offering.scopes.required.filter((scope) => !scopes.includes(scope));
}

/** 422 at `/clientAuthentication` for a public client where the offering knows only clients with a secret. */
export function checkAuthentication(offering: OfferingFacts, chosen: ClientAuthentication): void {
  if (chosen === "none" && !offering.clientAuthentications.includes("none")) {
    throw invalidInput(
      "/clientAuthentication",
      `${offering.displayName} takes only clients that have a secret.`,
    );
  }
}

/** A free slug: the one asked for (409 at `/slug` when taken), or one made from the name, numbered where needed. */
export function chooseSlug(
  asked: string | undefined,
  name: string,
  fallback: string,
  taken: ReadonlySet<string>,
): string {
  if (asked !== undefined) {
    if (!taken.has(asked)) return asked;
    const detail = "Another integration of this workspace has this slug. Choose another.";
    throw new AppError("conflict", `slug ${asked} is taken`, {
      detail,
      errors: [{ pointer: "/slug", detail }],
    });
  }
  const base = slugBase(name, fallback);
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(slug) && !reservedSlugs.includes(slug)) return slug;
  }
}

/** What a slug made from the name begins with, short enough for a number behind it. */
export function slugBase(name: string, fallback: string): string {
  return (toSlug(name) || toSlug(fallback) || "integration").slice(0, 50).replace(/-$/, "");
}

const MAX_NAME_LENGTH = 120;

/** The name of a copy, and of a copy of a copy: "Drive copy", "Drive copy 2". */
export function copyName(name: string): string {
  const [, base = name, number] = /^(.*) copy(?: (\d{1,4}))?$/.exec(name) ?? [];
  const ending = base === name ? " copy" : ` copy ${Number(number ?? 1) + 1}`;
  return `${base.slice(0, MAX_NAME_LENGTH - ending.length).trimEnd()}${ending}`;
}

export function secretOf(row: IntegrationRow, state: SecretState): SecretRow | null {
  return row.secrets.find((secret) => secret.state === state) ?? null;
}

/** The previous secret while it is kept; one whose time is over no longer counts, even before it is erased. */
export function previousSecretOf(row: IntegrationRow, now: Date): (SecretRow & { keptUntil: Date }) | null {
  const secret = secretOf(row, "previous");
  if (!secret?.keptUntil || secret.keptUntil <= now) return null;
  return { ...secret, keptUntil: secret.keptUntil };
}

/** The newest check of the credentials in force, under the settings in force; `null` when there was none. */
export function latestVerification(row: IntegrationRow): VerificationRow | null {
  const hasNoSecret = row.clientAuthentication === "none" || row.credentialSource === "deployment";
  const latest = hasNoSecret ? row.verifications[0] : secretOf(row, "active")?.verifications[0];
  return latest?.configVersion === row.configVersion ? latest : null;
}

/** A proof makes an integration configured, a refusal a draft; an inconclusive check changes nothing. */
export function statusAfterCheck(
  status: IntegrationStatus,
  verdict: Verification["verdict"],
): IntegrationStatus {
  if (verdict === "inconclusive") return status;
  return verdict === "verified" ? "configured" : "draft";
}

/** The same for a secret that is put back; an inconclusive check leaves it to what was proven under these settings before. */
export function statusAfterRevert(
  { configVersion }: Pick<IntegrationRow, "configVersion">,
  { verifications: [latest] }: Pick<SecretRow, "verifications">,
  verdict: Verification["verdict"],
): IntegrationStatus {
  const wasProven = latest?.verdict === "verified" && latest.configVersion === configVersion;
  return statusAfterCheck(wasProven ? "configured" : "draft", verdict);
}

export function toVariables(row: Pick<IntegrationRow, "variables">): Record<string, string> {
  const entries =
    typeof row.variables === "object" && row.variables !== null ? Object.entries(row.variables) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** The variables that say something: a field that was left empty is not there. `toProvider` judges the rest. */
export function withoutEmpty(variables: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
}

function forbiddenAt(pointer: string, detail: string): AppError {
  return new AppError("forbidden", `${pointer}: ${detail}`, { detail, errors: [{ pointer, detail }] });
}

const auditedFields = [
  "name",
  "slug",
  "offeringId",
  "kind",
  "credentialSource",
  "clientId",
  "clientAuthentication",
  "scopes",
  "variables",
  "connectionMode",
  "requestRefreshToken",
  "prompt",
  "callbackPath",
  "disabledAt",
  "caCertificates",
] as const;

type Audited = Partial<Record<(typeof auditedFields)[number], unknown>>;

/** For the audit trail: what changes, by field. No field of it is a secret; of certificates it names whose they are. */
export function toDifference(before: Audited, after: Audited): Difference {
  return differenceOf(
    toShown(before),
    toShown(after),
    auditedFields.filter((field) => field in after),
  );
}

function toShown({ caCertificates, ...fields }: Audited): Audited {
  if (typeof caCertificates !== "string") return fields;
  return { ...fields, caCertificates: describeCaCertificates(caCertificates) };
}

/** 160 random bits, as the path segment that tells one integration's callback from all others (D-05). */
export function newIntegrationKey(): string {
  const alphabet = "0123456789abcdefghijklmnopqrstuv";
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => alphabet[byte % 32]).join("");
}
