import type { Provider, ProviderContext } from "oidc-provider";
import { API_KEY_HEADER, type ApiKeys } from "./api-keys.ts";
import type { Reply } from "./http.ts";
import { findByPassword, findPerson, type Person } from "./people.ts";
import { type ScopeId, scopeIds } from "./scopes.ts";

/** Whom an API request speaks for, and what it may do. */
export interface Caller {
  /** A person, or a client that acts for itself. */
  person: Pick<Person, "id" | "name"> & { email: string | null };
  scopes: ReadonlySet<string>;
}

type Outcome = { caller: Caller } | { refusal: Reply };

/**
 * Who sends an API request, or the 401 that says why nobody does: the holder of an access token (RFC 6750 §3) or of an
 * API key, or a person by address and password (RFC 7617). A key and a password may do all that the person may.
 */
export async function authenticate(
  provider: Provider,
  keys: ApiKeys,
  ctx: ProviderContext,
): Promise<Outcome> {
  const key = ctx.get(API_KEY_HEADER);
  if (key) return asThemselves(keys.find(key), "The API key is not known.");
  const [scheme = "", value] = ctx.get("authorization").split(" ");
  if (value && scheme.toLowerCase() === "basic") {
    return asThemselves(findByPair(value), "There is nobody with this address and password.");
  }
  if (!value || scheme.toLowerCase() !== "bearer") {
    return { refusal: refusal(401, {}, "Send an access token as Authorization: Bearer, or an X-Api-Key.") };
  }
  const caller = (await findByToken(provider, value)) ?? (await findClient(provider, value));
  if (caller) return { caller };
  return {
    refusal: refusal(401, { error: "invalid_token" }, "The access token is expired, revoked or not known."),
  };
}

async function findByToken(provider: Provider, value: string): Promise<Caller | null> {
  const token = await provider.AccessToken.find(value);
  // A refresh that raced the end of its family may have left a token behind: the grant decides.
  const person = token && (await provider.Grant.find(token.grantId)) ? findPerson(token.accountId) : null;
  return token && person ? { person, scopes: token.scopes } : null;
}

async function findClient(provider: Provider, value: string): Promise<Caller | null> {
  const token = await provider.ClientCredentials.find(value);
  if (!token) return null;
  const person = { id: `client-${token.clientId}`, name: `Client ${token.clientId}`, email: null };
  return { person, scopes: new Set(token.scope?.split(" ") ?? []) };
}

function findByPair(pair: string): Person | null {
  const [email = "", ...password] = Buffer.from(pair, "base64").toString("utf8").split(":");
  return findByPassword(email, password.join(":"));
}

function asThemselves(person: Person | null, why: string): Outcome {
  if (person) return { caller: { person, scopes: new Set(scopeIds) } };
  return { refusal: refusal(401, { error: "invalid_credentials" }, why) };
}

/** The 403 that names the scope which the token lacks; `null` when it has it. */
export function refuseWithout(scope: ScopeId, caller: Caller): Reply | null {
  if (caller.scopes.has(scope)) return null;
  return refusal(403, { error: "insufficient_scope", scope }, `The access token lacks the scope ${scope}.`);
}

function refusal(status: number, facts: Record<string, string>, error_description: string): Reply {
  const parameters = { realm: "Sandbox", ...facts, ...("error" in facts ? { error_description } : {}) };
  const list = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return {
    status,
    body: { error: "unauthorized", ...facts, error_description },
    headers: { "www-authenticate": `Bearer ${list.join(", ")}` },
  };
}
