import { isAppError } from "#lib/core/errors.ts";
import type { ConnectionData, OAuthClient, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { readAnswerBody } from "./answer-body.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { judgeRevocation, type RevocationOutcome } from "./revocation-outcome.ts";
import { buildRevocationRequest, type RevocationRequestInput } from "./revocation-request.ts";
import type { ProtocolFetch } from "./token-request.ts";

const TIMEOUT_MS = 15_000;

interface RevocationInput {
  provider: Provider;
  client: OAuthClient;
  refreshToken: Secret<string> | null;
  accessToken: Secret<string> | null;
  /** The connection's facts; some providers want one of them in the address. */
  data?: ConnectionData;
  fetch: ProtocolFetch;
  now?: () => Date;
}

type TokenToRevoke = Pick<RevocationRequestInput, "token" | "tokenKind">;

/**
 * Tells the provider that the tokens are done with (RFC 7009 §2.1): the refresh token first, then the access token, or
 * one of them where that ends the whole grant. `retry` comes with the provider's own pause, if it named one. Throws
 * `egress-blocked` when the stored address is nothing to call.
 */
export async function revokeTokens(input: RevocationInput): Promise<RevocationOutcome> {
  const { kind, url } = input.provider.revocation;
  if (kind === "none" || kind === "unknown" || url === null) return outcome("unavailable", "not-offered");
  const tokens = chooseTokens(input);
  if (tokens.length === 0) return outcome("unavailable", "no-token");
  let first: RevocationOutcome | null = null;
  for (const token of tokens) {
    const next = await revokeOne(token, input);
    if (next.status === "retry") return next;
    first ??= next;
  }
  return first ?? outcome("unavailable", "no-token");
}

/** RFC 7009 takes either token; everything else is about the access token. */
function chooseTokens({ provider, refreshToken, accessToken }: RevocationInput): TokenToRevoke[] {
  const refresh = refreshToken ? [{ token: refreshToken, tokenKind: "refresh_token" as const }] : [];
  const access = accessToken ? [{ token: accessToken, tokenKind: "access_token" as const }] : [];
  const { kind, scope } = provider.revocation;
  if (kind !== "rfc7009") return access;
  return scope === "token" ? [...refresh, ...access] : [...refresh, ...access].slice(0, 1);
}

async function revokeOne(token: TokenToRevoke, input: RevocationInput): Promise<RevocationOutcome> {
  const { provider, client, accessToken, data = {}, fetch, now = () => new Date() } = input;
  const request = await buildRevocationRequest({ provider, client, accessToken, data, ...token });
  if (request === null) return outcome("unavailable", "missing-data");
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(request.url, { ...request.init, redirect: "manual", signal });
  } catch (error) {
    const isBlocked = isAppError(error) && error.code === "egress-blocked";
    return isBlocked ? outcome("unavailable", "blocked") : outcome("retry", "unreachable");
  }
  return judgeRevocation({
    status: response.status,
    body: await readAnswerBody(response),
    isBearer: provider.revocation.auth === "bearer",
    isDelete: request.init.method === "DELETE",
    retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), now()),
  });
}

function outcome(status: RevocationOutcome["status"], cause: RevocationOutcome["cause"]): RevocationOutcome {
  return { status, cause, retryAfterMs: null };
}
