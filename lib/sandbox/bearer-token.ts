import type { Provider, ProviderContext } from "oidc-provider";
import type { Reply } from "./http.ts";
import { findPerson, type Person } from "./people.ts";
import type { ScopeId } from "./scopes.ts";

/** Whom an API request speaks for, and what it may do. */
export interface Caller {
  person: Person;
  scopes: ReadonlySet<string>;
}

/** Who holds the access token of the Authorization header, or the 401 that says why nobody does (RFC 6750 §3). */
export async function authenticate(
  provider: Provider,
  ctx: ProviderContext,
): Promise<{ caller: Caller } | { refusal: Reply }> {
  const [scheme, value] = ctx.get("authorization").split(" ");
  if (!value || scheme?.toLowerCase() !== "bearer") {
    return { refusal: refusal(401, {}, "Send an access token as Authorization: Bearer.") };
  }
  const token = await provider.AccessToken.find(value);
  // A refresh that raced the end of its family may have left a token behind: the grant decides.
  const person = token && (await provider.Grant.find(token.grantId)) ? findPerson(token.accountId) : null;
  if (token && person) return { caller: { person, scopes: token.scopes } };
  return {
    refusal: refusal(401, { error: "invalid_token" }, "The access token is expired, revoked or not known."),
  };
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
