import type { Settings } from "#lib/context/settings.ts";
import { toDay } from "#lib/core/day.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { findOffering } from "#lib/offerings/registry.ts";
import { clientFacts } from "./client-source.ts";
import { type Integration, prompts, type Verification, verificationObservedSchema } from "./contract.ts";
import { explainCheck } from "./explanations.ts";
import { listMissing } from "./missing.ts";
import type { IntegrationRow, VerificationRow } from "./repository.ts";
import {
  latestVerification,
  type OfferingFacts,
  previousSecretOf,
  secretOf,
  toCallback,
  toRedirectUri,
  toVariables,
} from "./rules.ts";

interface Surroundings {
  settings: Settings;
  now: Date;
  offering:
    | (OfferingFacts & Pick<Offering, "provider" | "environment" | "category" | "setup" | "confidence">)
    | null;
  nameOf: (userId: string) => { id: string; name: string };
  myConnectionCount: number;
  /** How many of its connections were made with the client of an override. */
  overrideConnections: number;
}

/** An integration as its routes answer it: everything but a secret is readable. */
export function toIntegration(row: IntegrationRow, around: Surroundings): Integration {
  const { settings, offering, nameOf } = around;
  const redirectUri = toRedirectUri(settings, row.callbackPath);
  const verification = latestVerification(row);
  const { clientId, authentication } = clientFacts(row, row.oauthCredential);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    status: row.status,
    isDisabled: row.disabledAt !== null,
    kind: row.kind,
    offering: describeOffering(row.offeringId, around),
    credentialSource: row.credentialSource,
    clientId,
    clientSecret: describeSecret(row, around),
    clientAuthentication: authentication,
    scopes: row.scopes,
    variables: toVariables(row),
    connectionMode: row.connectionMode,
    requestRefreshToken: row.requestRefreshToken,
    prompt: prompts.find((prompt) => prompt === row.prompt) ?? null,
    callbackUrl: redirectUri,
    callback: toCallback(row.callbackPath),
    caCertificates: row.caCertificates,
    createdBy: nameOf(row.createdById),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    missing: listMissing(row, offering),
    verification:
      verification &&
      describeVerification(verification, { kind: row.kind, authentication, redirectUri, nameOf }),
    connectionCount: row._count.connections,
    ownClientConnectionCount: row._count.connections - around.overrideConnections,
    myConnectionCount: around.myConnectionCount,
  };
}

// An offering may leave the catalogue while its integrations live on.
function describeOffering(id: string, { offering, settings }: Surroundings): Integration["offering"] {
  if (!offering) {
    const unknown = { provider: id, environment: "", category: "" };
    const keys = { consoleUrl: null, keyLabel: null, keySteps: [] };
    const standing = { isConfirmed: true, state: "active" as const, successor: null };
    return { id, displayName: id, ...unknown, ...keys, ...standing };
  }
  const { displayName, provider, environment, category, setup, status, confidence } = offering;
  const { consoleUrl, keyLabel, keySteps } = setup;
  const successor = status.replacedBy === null ? null : findOffering(settings, status.replacedBy);
  return {
    ...{ id, displayName, provider, environment, category, consoleUrl, keyLabel, keySteps },
    isConfirmed: confidence !== "low",
    state: status.state,
    successor: successor?.displayName ?? null,
  };
}

function describeSecret(row: IntegrationRow, { now, nameOf }: Surroundings): Integration["clientSecret"] {
  const active = secretOf(row, "active");
  const pending = secretOf(row, "pending");
  const previous = previousSecretOf(row, now);
  return {
    // Of the deployment's secret a workspace learns that there is one, and nothing more.
    isSet: active !== null || row.oauthCredential !== null,
    last4: active?.last4 ?? null,
    setBy: active && nameOf(active.createdById),
    setAt: active?.createdAt.toISOString() ?? null,
    verifiedAt: active?.verifiedAt?.toISOString() ?? null,
    expiresOn: active?.expiresOn ? toDay(active.expiresOn) : null,
    pending: pending && {
      last4: pending.last4,
      setAt: pending.createdAt.toISOString(),
      verdict: pending.verifications[0]?.verdict ?? null,
    },
    previous: previous && { last4: previous.last4, keptUntil: previous.keptUntil.toISOString() },
  };
}

interface VerificationSurroundings extends Pick<Surroundings, "nameOf"> {
  redirectUri: string;
  kind: Integration["kind"];
  authentication: Integration["clientAuthentication"];
}

/** A stored check in words. The way in which the credentials were sent is the one of that time, where it was seen. */
export function describeVerification(
  check: Omit<VerificationRow, "id">,
  { kind, authentication, redirectUri, nameOf }: VerificationSurroundings,
): Verification {
  const { attempts, workingAuthentication } = verificationObservedSchema.parse(check.observed);
  const { verdict, method, cause } = check;
  // The chosen way is tried first; what proved the client came last.
  const sentAs = attempts.at(verdict === "verified" ? -1 : 0)?.authentication;
  const facts = {
    ...{ verdict, method, cause, redirectUri, kind, workingAuthentication },
    authentication: sentAs ?? authentication,
  };
  return {
    verdict,
    method,
    cause,
    explanation: explainCheck(facts),
    workingAuthentication,
    observed: { attempts },
    at: check.createdAt.toISOString(),
    by: nameOf(check.actorId),
  };
}
