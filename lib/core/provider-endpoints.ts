import { AppError } from "./errors.ts";
import type { AuthorizeEndpoint, Provider, TokenEndpoint } from "./provider.ts";

/** The provider with its authorization endpoint; 409 for one at which nobody signs in. */
export function requireAuthorize<P extends Provider>(provider: P): P & { authorize: AuthorizeEndpoint } {
  const { authorize } = provider;
  if (authorize === null) throw noEndpoint(provider, "authorization endpoint");
  return { ...provider, authorize };
}

/** The provider with its token endpoint; 409 for one that issues no tokens. */
export function requireToken<P extends Provider>(provider: P): P & { token: TokenEndpoint } {
  const { token } = provider;
  if (token === null) throw noEndpoint(provider, "token endpoint");
  return { ...provider, token };
}

function noEndpoint({ id, displayName }: Provider, endpoint: string): AppError {
  return new AppError("conflict", `offering ${id} has no ${endpoint}`, {
    detail: `${displayName} has no ${endpoint}: its accounts connect by a key or a password.`,
  });
}
