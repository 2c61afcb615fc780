import { AppError } from "#lib/core/errors.ts";
import type { ConnectionData, OAuthClient, Parameters, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { fillText, placeholdersOf } from "#lib/core/template.ts";
import { textsOf } from "./connection-texts.ts";
import { isAccessToken } from "./token-syntax.ts";
import { userAgent } from "./user-agent.ts";

/** Where the `{name}`s of a provider's headers come from. */
interface HeaderFacts {
  clientId: string;
  data: ConnectionData;
}

interface ApiHeadersInput {
  provider: Provider;
  client: Pick<OAuthClient, "clientId">;
  accessToken: Secret<string>;
  data: ConnectionData;
  /** Headers of one call, which replace those of the API by name. */
  extra?: Parameters;
}

/**
 * The headers that this provider's API wants, lower-cased: the token where it goes into one, versions, the tenant. A header
 * whose value is not known is left out. Throws `provider-misbehaved` for a token that no header can carry, unquoted.
 */
export function apiHeaders({ provider, client, accessToken, data, extra = {} }: ApiHeadersInput): Parameters {
  const token = accessToken.reveal();
  if (!isAccessToken(token)) {
    throw new AppError("provider-misbehaved", "the access token cannot be sent", {
      detail: `The token that ${provider.displayName} gave cannot be used. Reconnect the account.`,
    });
  }
  const { auth, headers } = provider.api;
  const values = { ...headerValues({ clientId: client.clientId, data }), access_token: token };
  const templates = {
    "User-Agent": "{user_agent}",
    ...headers,
    ...("header" in auth && { [auth.header]: auth.template }),
    ...extra,
  };
  const filled = Object.entries(fillHeaders(templates, values));
  return Object.fromEntries(filled.map(([name, value]) => [name.toLowerCase(), value]));
}

/** The headers of the same API without the token, for whoever signs a request later. */
export function requiredHeaders({ api }: Pick<Provider, "api">, facts: HeaderFacts): Parameters {
  return fillHeaders(api.headers, headerValues(facts));
}

function headerValues({ clientId, data }: HeaderFacts): Parameters {
  return { ...textsOf(data), client_id: clientId, user_agent: userAgent };
}

function fillHeaders(templates: Parameters, values: Parameters): Parameters {
  const filled: Parameters = {};
  for (const [name, template] of Object.entries(templates)) {
    const value = fillText(template, values);
    const isKnown = placeholdersOf(template).every((placeholder) => Object.hasOwn(values, placeholder));
    if (isKnown && /^[\x20-\x7e]+$/.test(value)) filled[name] = value;
  }
  return filled;
}
