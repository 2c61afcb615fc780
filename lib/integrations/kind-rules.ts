import { type AppError, conflict, invalidInput } from "#lib/core/errors.ts";
import { type AuthorizationKind, issuesTokens } from "#lib/core/provider.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import type { CreateIntegration, UpdateIntegration } from "./contract.ts";

const names: Record<AuthorizationKind, string> = {
  oauth2: "signing in (OAuth 2.0)",
  client_credentials: "client credentials",
  api_key: "an API key",
  basic: "a user name and a password",
};

/** A kind in the middle of a sentence: "… connects by an API key". */
export function nameOfKind(kind: AuthorizationKind): string {
  return names[kind];
}

/** How the integration's accounts will connect: as asked, or the offering's usual way. 422 at `/kind`. */
export function chooseKind(
  { displayName, accepts }: Pick<Offering, "displayName" | "accepts">,
  asked: AuthorizationKind | undefined,
): AuthorizationKind {
  const kind = asked ?? accepts[0] ?? "oauth2";
  if (accepts.includes(kind)) return kind;
  const ways = accepts.map(nameOfKind).join(", or ");
  throw invalidInput("/kind", `Accounts of ${displayName} connect by ${ways}, not by ${nameOfKind(kind)}.`);
}

/** 409: there is no client to prove, for each key is proven as it is entered. */
export function noClient({ name, kind }: { name: string; kind: AuthorizationKind }): AppError {
  return conflict(
    `Accounts of “${name}” connect by ${nameOfKind(kind)}, which is proven when it is entered; there is no client.`,
  );
}

const ofTheClient = ["clientId", "clientSecret", "clientAuthentication", "useSandboxClient"] as const;
const ofTheSignIn = ["prompt", "callback"] as const;

/** 422 at what was entered that an integration of this kind has no use for. */
export function checkFitsKind(kind: AuthorizationKind, input: CreateIntegration | UpdateIntegration): void {
  const refuse = (field: string, what: string) => {
    throw invalidInput(`/${field}`, `Accounts connect by ${nameOfKind(kind)}, so leave out ${what}.`);
  };
  if (kind === "oauth2") return;
  const given = (field: string) => Boolean(Reflect.get(input, field));
  for (const field of ofTheSignIn) if (given(field)) refuse(field, "what is about signing in");
  if (input.credentialSource === "deployment") refuse("credentialSource", "the deployment's OAuth app");
  if (issuesTokens(kind)) {
    if (input.clientAuthentication === "none") refuse("clientAuthentication", "the client without a secret");
    return;
  }
  for (const field of ofTheClient) if (given(field)) refuse(field, "a client");
  if (input.scopes && input.scopes.length > 0) refuse("scopes", "scopes");
}
