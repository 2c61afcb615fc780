import type { Settings } from "#lib/context/settings.ts";
import { AppError, invalidInput, isAppError } from "#lib/core/errors.ts";
import type { SignedInPerson } from "#lib/oauth/sign-in-person.ts";
import type { SignInFailure, SignInMethod } from "./contract.ts";
import type { MethodRow } from "./repository.ts";

export const googleIssuer = "https://accounts.google.com";
export const gitHubSiteUrl = "https://github.com";

/** Where providers send people back to, but for a method's slug. */
export function redirectUriPrefix({ origin }: Pick<Settings, "origin">): string {
  return `${origin}/api/auth/callback/`;
}

interface Shown {
  settings: Settings;
  people: number;
  isLinked: boolean;
}

/** What a row says about itself to those who run the deployment; never the secret. */
export function toMethod(row: MethodRow, { settings, people, isLinked }: Shown): SignInMethod {
  const { id, slug, kind, name, issuer, clientId, allowedDomains, joinWorkspace, joinRole } = row;
  const role = joinRole === "admin" ? "admin" : "member";
  return {
    ...{ id, slug, kind, name, issuer, clientId, allowedDomains, people, isLinked },
    clientSecret: { last4: row.last4 },
    redirectUri: redirectUriPrefix(settings) + slug,
    join:
      joinWorkspace && joinRole
        ? { workspaceId: joinWorkspace.id, workspaceName: joinWorkspace.name, role }
        : null,
    state: row.provenAt ? "live" : "draft",
    isPractice: issuer === settings.sandboxOrigin,
    provenAt: row.provenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Joining without an invitation is for people of named domains only; throws 422 at `/joinRole`. */
export function assertJoin({
  joinRole,
  allowedDomains,
}: {
  joinRole: string | null;
  allowedDomains: readonly string[];
}): void {
  if (joinRole === null || allowedDomains.length > 0) return;
  throw invalidInput("/joinRole", "Name the domains first: without them anybody could join.");
}

/**
 * Whether somebody's address lets them in at all: with domains named, it must be verified and lie in one of them. An address at
 * Google is of its domain only while that organisation runs the account (`hd`); those of gmail.com are Google's own.
 */
export function isOfAllowedDomain(
  { kind, allowedDomains }: Pick<MethodRow, "kind" | "allowedDomains">,
  { email, isEmailVerified, hostedDomain }: SignedInPerson,
): boolean {
  if (allowedDomains.length === 0) return true;
  const domain = email?.slice(email.lastIndexOf("@") + 1) ?? "";
  if (!isEmailVerified || !allowedDomains.includes(domain)) return false;
  return kind !== "google" || domain === "gmail.com" || hostedDomain === domain;
}

const failures: Partial<Record<AppError["code"], SignInFailure>> = {
  "authorization-denied": "denied",
  "state-mismatch": "mismatch",
  "provider-rejected": "rejected",
  "provider-unreachable": "unreachable",
  "provider-misbehaved": "misbehaved",
  "egress-blocked": "unreachable",
  conflict: "expired",
};

/** The word for what went wrong; `null` for what is nobody's but ours. */
export function failureOf(error: unknown): SignInFailure | null {
  return isAppError(error) ? (failures[error.code] ?? null) : null;
}

/** An error about an address, told at the field that holds it. */
export function atIssuer(error: unknown): unknown {
  if (!isAppError(error)) return error;
  const detail = error.detail ?? "This address cannot be used.";
  return new AppError(error.code, error.message, { detail, errors: [{ pointer: "/issuer", detail }] });
}
