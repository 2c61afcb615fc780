import { AppError } from "#lib/core/errors.ts";
import type { ConnectionData, Provider } from "#lib/core/provider.ts";
import { isBoundHost, registrableDomain } from "#lib/core/registrable-domain.ts";
import { fillUrl } from "#lib/core/template.ts";
import { textsOf } from "./connection-texts.ts";
import { providerUrl } from "./provider-url.ts";

/**
 * Where the API of one connection answers, without a slash at the end. Takes what the token answer, the callback and
 * the follow-ups told. Throws `provider-misbehaved` when that does not make an https address.
 */
export function resolveApiBase(provider: Provider, data: ConnectionData): string {
  const base = fillUrl(provider.api.baseUrl, textsOf(data));
  if (base === null || base.includes("{") || !isBoundHost(provider.api.baseUrl)) throw unknownBase(provider);
  const url = providerUrl(base, provider);
  const preferred = preferredOrigin(provider, data, url);
  return `${preferred ?? url.origin}${url.pathname}${url.search}`.replace(/\/$/, "");
}

/**
 * A regional origin that the provider named for this grant, as long as it lies in the registered domain of the one in the
 * catalogue, behind a dot: never beside it under a public suffix (P-01).
 */
function preferredOrigin({ api }: Provider, data: ConnectionData, base: URL): string | null {
  const told = api.originFrom === null ? undefined : textsOf(data)[api.originFrom];
  const url = told === undefined ? null : URL.parse(told);
  const family = registrableDomain(base.hostname);
  const isSibling =
    family !== null && (url?.hostname === family || url?.hostname.endsWith(`.${family}`) === true);
  return url && isSibling && url.protocol === "https:" && url.port === "" ? url.origin : null;
}

function unknownBase({ displayName }: Provider): AppError {
  return new AppError("provider-misbehaved", "the provider did not tell where its API is", {
    detail: `${displayName} did not tell where the API of this account is. Connect again; if it stays so, the account may have no access to the API.`,
  });
}
