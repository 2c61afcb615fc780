import { loadDocument } from "#lib/apis/load-document.ts";
import type { Provider } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Db } from "#lib/db/client.ts";
import { lookUpAccount } from "#lib/oauth/account.ts";
import { checkClient } from "#lib/oauth/client-check.ts";
import { mintToken } from "#lib/oauth/client-credentials-grant.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import { discoverServer } from "#lib/oauth/discovery.ts";
import { runFollowUps } from "#lib/oauth/follow-ups.ts";
import { readGitHubPerson } from "#lib/oauth/git-hub-person.ts";
import { exchangeToLongLived } from "#lib/oauth/long-lived-token.ts";
import { readOpenIdPerson } from "#lib/oauth/open-id-person.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { revokeTokens } from "#lib/oauth/revocation.ts";
import { verifyJws } from "#lib/oauth/signing-keys.ts";
import type { ProtocolFetch } from "#lib/oauth/token-request.ts";
import { validateToken } from "#lib/oauth/token-validation.ts";
import { refreshByGet, useRefreshUrl } from "#lib/offerings/quirks/token-request.ts";
import { sendMessage } from "#lib/webhooks/send-message.ts";
import { testContext } from "./context.ts";
import { plainClient, plainProvider } from "./plain-provider.ts";

/** What a provider's address may be, and what the engine sends there. */
interface Target {
  url: string;
  /** The origin for which plain http passes. */
  insecureOrigin?: string;
  fetch: ProtocolFetch;
}

type Send = (target: Target) => Promise<unknown>;

/** One way on which this process calls an address that a person or a provider named. */
interface OutboundPath {
  /** The module that calls the fetch. */
  module: string;
  send: Send;
  /** Whether what is sent holds something that nobody else may see. */
  hasSecret: boolean;
  /** Whether a person types the address, so that blanks around it are taken off and the URL parser may tidy it. */
  isTyped: boolean;
  /** Whether it refuses what is no plain https by itself, and does not leave that to its form and the guard. */
  judgesAddress: boolean;
  /** Whether a redirect is followed, each hop vetted like the first. */
  followsRedirects: boolean;
}

/** What must not arrive anywhere but at the address itself. */
export const outboundSecrets = ["s3cret-Stored-9", "code-1", "access-1", "refresh-1"];

const client = plainClient();
const accessToken = new Secret("access-1");
const refreshToken = new Secret("refresh-1");
const redirectUri = "https://mooring.example/oauth/callback";
const now = () => new Date(0);
const webhookSecret = new Secret(`whsec_${"A".repeat(43)}=`);

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

const tokenRequests: Readonly<Record<string, Send>> = {
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
};

const revocations: Readonly<Record<string, Send>> = {
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
};

const apiCalls: Readonly<Record<string, Send>> = {
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
};

const longLivedExchanges: Readonly<Record<string, Send>> = {
  "long-lived exchange": (target) => longLived(target, "POST"),
  "long-lived exchange by GET": (target) => longLived(target, "GET"),
};

/** By an issuer: its metadata is looked for at two places; and by the metadata's own address. */
const discoveries: Readonly<Record<string, Send>> = {
  "metadata of an issuer": ({ url, insecureOrigin = null, fetch }) =>
    discoverServer({ url, insecureOrigin, fetch }),
  "metadata at its own address": ({ url, insecureOrigin = null, fetch }) =>
    discoverServer({ url: `${url}/.well-known/openid-configuration`, insecureOrigin, fetch }),
};

const documents: Readonly<Record<string, Send>> = {
  "API document": ({ url, insecureOrigin = null, fetch }) => {
    const settings = { sandboxOrigin: insecureOrigin };
    return loadDocument(testContext({ db: {} as Db, fetch, settings }), { documentUrl: url });
  },
};

const notices: Readonly<Record<string, Send>> = {
  webhook: ({ url, fetch }) =>
    sendMessage({ fetch, now }, { url, secrets: [webhookSecret], noticeId: "notice-1", payload: {} }),
};

// The addresses of a way to sign in are judged where its discovery document, or its site, is read.
const signInAnswer = ({ fetch }: Target) => ({
  ...{ client, redirectUri, fetch, now: now(), codeVerifier: new Secret("v".repeat(43)) },
  params: new URLSearchParams({ code: "code-1", state: "state-1" }),
});

const openIdSignIns: Readonly<Record<string, Send>> = {
  "OpenID sign-in": (target) =>
    readOpenIdPerson({
      ...{ ...signInAnswer(target), nonce: "nonce-1" },
      server: {
        ...{
          issuer: "https://id.plain.example",
          authorizationEndpoint: "https://id.plain.example/authorize",
        },
        ...{ tokenEndpoint: target.url, jwksUri: "https://id.plain.example/jwks", userinfoEndpoint: null },
        ...{ authentication: "client_secret_post", isIssParameterSupported: false },
      },
    }),
};

const gitHubSignIns: Readonly<Record<string, Send>> = {
  "GitHub sign-in": (target) => readGitHubPerson({ ...signInAnswer(target), site: target.url }),
};

const keyRequests: Readonly<Record<string, Send>> = {
  "signing keys": ({ url, fetch }) =>
    verifyJws(`${btoa('{"alg":"ES256"}').replaceAll("=", "")}.e30.x`, { jwksUri: url, fetch, now: now() }),
};

/** Every path on which the process calls out with its `fetch`, by its name. The gateway's `request` has tests of its own. */
export const outboundPaths: Readonly<Record<string, OutboundPath>> = {
  ...through("lib/oauth/token-request.ts", tokenRequests),
  ...through("lib/oauth/revocation.ts", revocations),
  ...through("lib/oauth/api-call.ts", apiCalls),
  ...through("lib/oauth/long-lived-token.ts", longLivedExchanges),
  ...through("lib/oauth/discovery.ts", discoveries, { hasSecret: false, isTyped: true }),
  ...through("lib/apis/load-document.ts", documents, {
    hasSecret: false,
    isTyped: true,
    followsRedirects: true,
  }),
  ...through("lib/oauth/open-id-person.ts", openIdSignIns, { judgesAddress: false }),
  ...through("lib/oauth/git-hub-person.ts", gitHubSignIns, { judgesAddress: false }),
  ...through("lib/oauth/signing-keys.ts", keyRequests, { hasSecret: false, judgesAddress: false }),
  ...through("lib/webhooks/send-message.ts", notices, { hasSecret: false, judgesAddress: false }),
};

/** Modules that take a way out and are no row above, and why. */
export const otherWaysOut: Readonly<Record<string, string>> = {
  "lib/auth/send-account-mails.ts": "hands an e-mail to the mailer of lib/egress, whose server is a setting",
  "lib/connections/discard-grant.ts": "hands the fetch to a revocation, with a deadline",
  "lib/oauth/bounded-fetch.ts": "hands the fetch on, with limits of time and size",
  "lib/integrations/trusting-fetch.ts": "hands the fetch on, with authorities of an integration's own",
  "lib/invitations/send-invitation-mails.ts":
    "hands an e-mail to the mailer of lib/egress, whose server is a setting",
  "lib/notices/send-notice-mails.ts":
    "hands an e-mail to the mailer of lib/egress, whose server is a setting",
  "lib/gateway/send-signed.ts": "the gateway: lib/server/gateway-egress.db.test.ts",
};

function through(
  module: string,
  sends: Readonly<Record<string, Send>>,
  traits: Partial<Pick<OutboundPath, "hasSecret" | "isTyped" | "judgesAddress" | "followsRedirects">> = {},
): Record<string, OutboundPath> {
  const path = {
    module,
    hasSecret: true,
    isTyped: false,
    judgesAddress: true,
    followsRedirects: false,
    ...traits,
  };
  return Object.fromEntries(Object.entries(sends).map(([name, send]) => [name, { ...path, send }]));
}
