import type { ConnectionData, Provider } from "#lib/core/provider.ts";
import { fillText, placeholdersOf } from "#lib/core/template.ts";
import { userAgent } from "#lib/oauth/user-agent.ts";
import type { ApiHeaders } from "./request-headers.ts";

interface Facts {
  clientId: string;
  data: ConnectionData;
}

/**
 * The headers that the provider wants on every call, their `{name}`s filled from the integration's variables and the
 * connection's data. One that cannot be filled, or not with text that a header carries, is left out.
 */
export function apiHeaders(
  { api, variables }: Pick<Provider, "api" | "variables">,
  { clientId, data }: Facts,
): ApiHeaders {
  const values = { ...variables, ...texts(data), client_id: clientId, user_agent: userAgent };
  const filled = Object.entries(api.headers)
    .map(([name, template]): [string, string] => [name, fillText(template, values)])
    .filter(([, value]) => placeholdersOf(value).length === 0 && /^[\t\x20-\x7e]{1,1000}$/.test(value));
  return { auth: api.auth, headers: Object.fromEntries(filled) };
}

function texts(data: ConnectionData): Record<string, string> {
  const plain = Object.entries(data).filter(
    ([, value]) => typeof value === "string" || typeof value === "number",
  );
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}
