import type { Provider } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { lookUpAccount } from "#lib/oauth/account.ts";
import { checkClient } from "#lib/oauth/client-check.ts";
import { mintToken } from "#lib/oauth/client-credentials-grant.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import { runFollowUps } from "#lib/oauth/follow-ups.ts";
import { exchangeToLongLived } from "#lib/oauth/long-lived-token.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { revokeTokens } from "#lib/oauth/revocation.ts";
import type { ProtocolFetch } from "#lib/oauth/token-request.ts";
import { validateToken } from "#lib/oauth/token-validation.ts";
import { refreshByGet, useRefreshUrl } from "#lib/offerings/quirks/token-request.ts";
import { plainClient, plainProvider } from "./plain-provider.ts";

/** What a provider's address may be, and what the engine sends there. */
interface Target {
  url: string;
  /** The origin for which plain http passes. */
  insecureOrigin?: string;
  fetch: ProtocolFetch;
}

type Send = (target: Target) => Promise<unknown>;

/** What must not arrive anywhere but at the address itself. */
export const outboundSecrets = ["s3cret-Stored-9", "code-1", "access-1", "refresh-1"];

const client = plainClient();
const accessToken = new Secret("access-1");
const refreshToken = new Secret("refresh-1");
const redirectUri = "https://mooring.example/oauth/callback";
const now = () => new Date(0);

type PlainProvider = ReturnType<typeof plainProvider>;

function providerAt({ insecureOrigin = "" }: Target, parts: Partial<PlainProvider>): PlainProvider {
  return plainProvider({ insecureOrigin: insecureOrigin || null, ...parts });
}

function tokenAt(target: Target, parts: Partial<PlainProvider["token"]> = {}): PlainProvider {
  return providerAt(target, { token: { ...plainProvider().token, url: target.url, ...parts } });
}

function refresh(provider: Provider, { fetch }: Target): Promise<unknown> {
  return refreshTokens({ provider, client, redirectUri, refreshToken, scopes: [], data: {}, fetch, now });
}

function followUp(
  target: Target,
  purpose: Provider["followUps"][number]["purpose"],
  method: "GET" | "POST" = "GET",
) {
  const params: Record<string, string> =
    purpose === "token_exchange" ? { token: "{access_token}", secret: "{client_secret}" } : {};
  const call = { purpose, method, url: target.url, headers: {}, params, list: null, extract: {} };
  return providerAt(target, { followUps: [call] });
}

function longLived(target: Target, method: "GET" | "POST"): Promise<unknown> {
  const grant = {
    ...{ accessToken, refreshToken: null, tokenType: "Bearer", expiresAt: null, refreshTokenExpiresAt: null },
    ...{ scopes: null, data: {}, subject: null },
  } as const;
  const provider = followUp(target, "token_exchange", method);
  return exchangeToLongLived(grant, { provider, client, fetch: target.fetch, now });
}

/** Every path on which the protocol leaves the process with a secret, by its name. The gateway has tests of its own. */
export const outboundPaths: Readonly<Record<string, Send>> = {
  "code exchange": (target) =>
    exchangeCode({
      ...{ provider: tokenAt(target), client, redirectUri, fetch: target.fetch, now },
      code: new Secret("code-1"),
      codeVerifier: new Secret("v".repeat(43)),
      callbackParams: {},
    }),
  "client credentials": (target) =>
    mintToken({ provider: tokenAt(target), client, scopes: [], fetch: target.fetch, now }),
  "client check by a token": (target) => {
    const provider = { ...tokenAt(target), kind: "client_credentials" as const };
    return checkClient({ provider, client, redirectUri, fetch: target.fetch });
  },
  refresh: (target) => refresh(tokenAt(target), target),
  "refresh at an address of its own": (target) => {
    const provider = tokenAt(target, { url: "https://id.plain.example/token", refreshUrl: target.url });
    return refresh({ ...provider, steps: { ...provider.steps, tokenRequest: [useRefreshUrl] } }, target);
  },
  "refresh by GET": (target) => {
    const provider = tokenAt(target);
    return refresh({ ...provider, steps: { ...provider.steps, tokenRequest: [refreshByGet] } }, target);
  },
  "client check": (target) =>
    checkClient({ provider: tokenAt(target), client, redirectUri, fetch: target.fetch }),
  revocation: (target) => {
    const revocation = { ...plainProvider().revocation, url: target.url };
    return revokeTokens({
      provider: providerAt(target, { revocation }),
      client,
      refreshToken,
      accessToken,
      fetch: target.fetch,
    });
  },
  "account look-up": (target) => {
    const account: Provider["account"] = {
      ...{ url: target.url, method: "GET", headers: {}, body: null, idPath: "id" },
      ...{ labelPath: null, emailPath: null, picturePath: null },
    };
    const grant = { accessToken, data: {}, subject: null };
    return lookUpAccount({ provider: providerAt(target, { account }), client, grant, fetch: target.fetch });
  },
  tenants: (target) =>
    runFollowUps({
      provider: followUp(target, "tenants"),
      client,
      accessToken,
      data: {},
      fetch: target.fetch,
    }),
  "API base": (target) =>
    runFollowUps({
      provider: followUp(target, "api_base"),
      client,
      accessToken,
      data: {},
      fetch: target.fetch,
    }),
  "token validation": (target) =>
    validateToken({
      provider: followUp(target, "validate"),
      client,
      accessToken,
      data: {},
      fetch: target.fetch,
    }),
  "long-lived exchange": (target) => longLived(target, "POST"),
  "long-lived exchange by GET": (target) => longLived(target, "GET"),
};
