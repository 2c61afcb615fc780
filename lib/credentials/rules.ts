import { type Difference, toDifference } from "#lib/core/difference.ts";
import { AppError, invalidInput } from "#lib/core/errors.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { CredentialDomain, OAuthCredential, UpdateOAuthCredential } from "./contract.ts";
import type { CredentialRow } from "./repository.ts";

const SHARED_CALLBACK_PATH = "/oauth/callback";

/** The one redirect URI of every domain, from the configured origin and nothing else (D-24). */
export function toRedirectUri(settings: { origin: string }): string {
  return `${settings.origin}${SHARED_CALLBACK_PATH}`;
}

/** The offerings of a domain; 422 at `/domain` where there is none. */
export function offeringsOf(
  offerings: readonly CatalogueOffering[],
  domain: string,
): readonly CatalogueOffering[] {
  const own = offerings.filter(({ provider }) => provider === domain);
  if (own.length > 0) return own;
  throw invalidInput("/domain", "No offering belongs to this domain. Choose one from the list.");
}

/** 409 at `/domain`: each domain has one entry. */
export function domainTaken(domain: string): AppError {
  const detail = "This domain has its credentials already. Change those instead.";
  return new AppError("conflict", `domain ${domain} is taken`, {
    detail,
    errors: [{ pointer: "/domain", detail }],
  });
}

type Endpoints = Pick<CredentialRow, "authorizeUrl" | "tokenUrl">;

/**
 * The rule that every offering's addresses follow: https, and plain http only at the practice provider's own origin.
 * 422 at `/authorizeUrl` or `/tokenUrl`.
 */
export function checkEndpoints(offerings: readonly CatalogueOffering[], endpoints: Endpoints): void {
  const insecure = offerings.flatMap(({ insecureOrigin }) => insecureOrigin ?? []);
  for (const field of ["authorizeUrl", "tokenUrl"] as const) {
    const url = new URL(endpoints[field]);
    if (url.protocol === "https:" || insecure.includes(url.origin)) continue;
    throw invalidInput(`/${field}`, "Only https addresses are used. Enter it with https://.");
  }
}

export interface CredentialPlan {
  fields: Pick<CredentialRow, "clientId" | "clientAuthentication" | "authorizeUrl" | "tokenUrl" | "scopes">;
  /** For the audit trail. */
  changes: Difference;
  /** P-04: the stored secret must not meet the new address. */
  areUrlsMoved: boolean;
  /** What integrations were proven with is not what they have now. */
  isClientMoved: boolean;
  /** The grants belong to another client, or to another address. */
  mustReconnect: boolean;
}

/**
 * What an update comes to. 422 at `/clientSecret` when an address changes and the secret is not entered again in the
 * same save: a secret is never sent to an address that it was not entered for (P-04).
 */
export function planUpdate(row: CredentialRow, input: UpdateOAuthCredential): CredentialPlan {
  const fields = {
    clientId: input.clientId ?? row.clientId,
    clientAuthentication:
      input.clientAuthentication === undefined ? row.clientAuthentication : input.clientAuthentication,
    authorizeUrl: input.authorizeUrl ?? row.authorizeUrl,
    tokenUrl: input.tokenUrl ?? row.tokenUrl,
    scopes: input.scopes ?? row.scopes,
  };
  const changes = toDifference(row, fields);
  const areUrlsMoved = "authorizeUrl" in changes || "tokenUrl" in changes;
  if (areUrlsMoved && !input.clientSecret) {
    throw invalidInput(
      "/clientSecret",
      "Enter the client secret again: the stored one was entered for the old address and is not sent to another.",
    );
  }
  return {
    fields,
    changes,
    areUrlsMoved,
    isClientMoved:
      areUrlsMoved ||
      "clientId" in changes ||
      "clientAuthentication" in changes ||
      input.clientSecret !== undefined,
    mustReconnect: areUrlsMoved || "clientId" in changes,
  };
}

interface Surroundings {
  offerings: readonly CatalogueOffering[];
  nameOf: (userId: string) => { id: string; name: string };
  use: { integrations: number; connections: number };
}

/** An entry as its routes answer it: everything but the secret is readable. */
export function toOAuthCredential(
  row: CredentialRow,
  { offerings, nameOf, use }: Surroundings,
): OAuthCredential {
  const { id, domain, clientId, clientAuthentication, authorizeUrl, tokenUrl, scopes } = row;
  return {
    ...{ id, domain, clientId, authorizeUrl, tokenUrl, scopes },
    displayName: nameOfDomain(offerings, domain),
    clientSecret: { last4: row.last4 },
    clientAuthentication: clientAuthentication === "none" ? null : clientAuthentication,
    integrationCount: use.integrations,
    connectionCount: use.connections,
    createdBy: nameOf(row.createdById),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The domains of the offerings, each once, with the catalogue's addresses where they are the same for everybody. */
export function toDomains(offerings: readonly CatalogueOffering[]): CredentialDomain[] {
  const domains = [...new Set(offerings.map(({ provider }) => provider))];
  return domains.flatMap((domain): CredentialDomain[] => {
    const [first] = offerings.filter(
      ({ provider, status, accepts }) =>
        provider === domain && status.state !== "retired" && accepts.includes("oauth2"),
    );
    if (!first) return [];
    const { authorize, token } = first;
    const { required, default: usual } = first.scopes;
    return [
      {
        domain,
        displayName: nameOfDomain(offerings, domain),
        authorizeUrl: plainUrl(authorize),
        tokenUrl: plainUrl(token),
        scopes: [...new Set([...required, ...usual])],
      },
    ];
  });
}

/** An address that is the same for everybody. */
function plainUrl(endpoint: { url: string } | null): string | null {
  return endpoint === null || endpoint.url.includes("{") ? null : endpoint.url;
}

function nameOfDomain(offerings: readonly CatalogueOffering[], domain: string): string {
  return offerings.find(({ provider }) => provider === domain)?.displayName ?? domain;
}
