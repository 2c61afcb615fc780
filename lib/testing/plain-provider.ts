import type { AuthorizeProvider, OAuthClient, TokenProvider } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";

type OAuthProvider = AuthorizeProvider & TokenProvider;

/** A provider that follows the specifications to the letter and lives nowhere; a test bends it where it must. */
export function plainProvider(overrides: Partial<OAuthProvider> = {}): OAuthProvider {
  return {
    id: "plain",
    displayName: "Plain",
    kind: "oauth2",
    issuer: null,
    isIssParameterRequired: false,
    insecureOrigin: null,
    variables: {},
    authorize: {
      url: "https://id.plain.example/authorize",
      params: {},
      offlineParams: {},
      optionalParams: {},
    },
    token: {
      url: "https://id.plain.example/token",
      refreshUrl: null,
      bodyFormat: "form",
      params: {},
      refreshParams: {},
      headers: {},
      origins: ["https://id.plain.example"],
    },
    clientAuthentications: ["client_secret_post", "client_secret_basic"],
    scopes: { separator: " ", offline: null, extra: null },
    callback: { capture: [], expected: {}, signatureParam: null, tokenOriginParam: null },
    tokenAnswer: { paths: {}, capture: [], bearerAliases: [], errorCodes: null },
    refreshLifetimeSeconds: null,
    refreshMinimumAgeSeconds: null,
    followUps: [],
    account: null,
    api: {
      baseUrl: "https://api.plain.example/v1",
      originFrom: null,
      origins: [],
      auth: { header: "Authorization", template: "Bearer {access_token}" },
      headers: {},
    },
    revocation: {
      kind: "rfc7009",
      url: "https://id.plain.example/revoke",
      method: "POST",
      auth: "client",
      bodyFormat: "form",
      tokenParam: "token",
      scope: "token",
      headers: {},
      params: {},
    },
    quirks: [],
    steps: {
      authorize: [],
      callbackCheck: [],
      callback: [],
      endpoint: [],
      tokenRequest: [],
      tokenAnswer: [],
    },
    ...overrides,
  };
}

/** A confidential client that sends its secret in the body, unless told otherwise. */
export function plainClient(overrides: Partial<OAuthClient> = {}): OAuthClient {
  return {
    clientId: "client-1",
    clientSecret: new Secret("s3cret-Stored-9"),
    authentication: "client_secret_post",
    ...overrides,
  };
}
