import { type ClientAuthentication, issuesTokens, type Provider } from "#lib/core/provider.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { OverrideSettings } from "#lib/overrides/contract.ts";
import { toSettings } from "#lib/overrides/rules.ts";
import { areEndpointsMoved } from "./endpoints.ts";
import { findProvider } from "./plan-update.ts";
import type { OfferingIntegrationRow } from "./repository-offering.ts";
import { toVariables } from "./rules.ts";

/** What becomes of an integration when its offering changes: nothing, a new proof, or a new secret and new grants. */
export type Consequence = "none" | "verify" | "reconnect";

type Row = Pick<
  OfferingIntegrationRow,
  "kind" | "variables" | "clientAuthentication" | "oauthCredential" | "overrides"
>;

/**
 * Judges one integration. Where people, secrets or tokens would go elsewhere, or nobody can tell any more where, all of
 * it is entered anew (P-04, D-06); where only the token request changes, only the proof is.
 */
export function judgeMove(row: Row, before: CatalogueOffering | null, after: CatalogueOffering): Consequence {
  const variables = toVariables(row);
  const stored = before && findProvider(before, variables, row.oauthCredential, row.kind);
  const next = findProvider(after, variables, row.oauthCredential, row.kind);
  const isMoved =
    !stored ||
    !next ||
    !after.accepts.includes(row.kind) ||
    isLedElsewhere(stored, next) ||
    row.overrides.some(({ settings }) => isOverrideMoved(row, toSettings({ settings }), before, after));
  if (isMoved) return "reconnect";
  // A key is proven when it is entered, so there is no client whose proof could be lost.
  if (!issuesTokens(row.kind)) return "none";
  const isProofMoved =
    !takes(next, row.clientAuthentication) || isDifferent(tokenRequestOf(stored), tokenRequestOf(next));
  return isProofMoved ? "verify" : "none";
}

function isLedElsewhere(stored: Provider, next: Provider): boolean {
  return areEndpointsMoved(stored, next) || isDifferent(stored.token?.origins, next.token?.origins);
}

// An override may have variables of its own, and so be led elsewhere where the integration is not.
function isOverrideMoved(
  row: Row,
  { clientId, variables }: OverrideSettings,
  ...offerings: (CatalogueOffering | null)[]
): boolean {
  if (!variables) return false;
  const deployment = clientId === undefined ? row.oauthCredential : null;
  const [stored, next] = offerings.map(
    (offering) =>
      offering && findProvider(offering, { ...toVariables(row), ...variables }, deployment, row.kind),
  );
  return !stored || !next || isLedElsewhere(stored, next);
}

// The raw form of Basic is a way to send the same header, so offerings do not list it.
function takes({ clientAuthentications }: Provider, way: ClientAuthentication): boolean {
  return clientAuthentications.includes(way === "client_secret_basic_raw" ? "client_secret_basic" : way);
}

/** All that the check of a client sends and reads, as far as the offering decides it. */
function tokenRequestOf({ token, tokenAnswer, steps }: Provider): unknown {
  const names = [...steps.tokenRequest, ...steps.endpoint, ...steps.tokenAnswer].map(({ name }) => name);
  return [token?.bodyFormat, token?.params, token?.headers, tokenAnswer, names];
}

function isDifferent(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
