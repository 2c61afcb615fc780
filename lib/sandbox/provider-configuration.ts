import type { Provider, ProviderContext } from "oidc-provider";
import { createAdapter } from "./adapter.ts";
import type { Drills } from "./drills.ts";
import { errorPage } from "./pages/error-page.ts";
import { findPerson, pictureUrl } from "./people.ts";
import type { PracticeClient } from "./practice-client.ts";
import { rotationPolicy } from "./rotation.ts";
import { scopeIds } from "./scopes.ts";
import type { Payload, SandboxStore } from "./store.ts";

const day = 24 * 60 * 60;

export interface ProviderOptions {
  origin: string;
  store: SandboxStore;
  drills: Drills;
  clients: readonly [PracticeClient, PracticeClient];
  redirectUris: readonly string[];
  signingKeys: Payload;
  cookieKey: string;
}

/**
 * The configuration of oidc-provider. Every function that has a default which prints a notice is given here, so the
 * provider is silent. Either client may send its secret in the body or the header.
 */
export function providerConfiguration(
  options: ProviderOptions,
  provider: () => Provider,
): Record<string, unknown> {
  const { origin, store, drills, signingKeys, cookieKey } = options;
  return {
    adapter: createAdapter(store, drills),
    clients: clientMetadata(options),
    clientAuthMethods: ["client_secret_post", "client_secret_basic"],
    jwks: signingKeys,
    // Cookies know no port: names of our own keep them apart from the console's on the same host.
    cookies: {
      keys: [cookieKey],
      names: { session: "practice-session", interaction: "practice-step", resume: "practice-resume" },
    },
    responseTypes: ["code"],
    scopes: scopeIds,
    claims: { openid: ["sub"], profile: ["name", "picture"], email: ["email", "email_verified"] },
    pkce: { required: () => true },
    clockTolerance: 0,
    ttl: {
      AccessToken: () => drills.settings.accessTokenLifetimeSeconds,
      ClientCredentials: () => drills.settings.accessTokenLifetimeSeconds,
      AuthorizationCode: () => 60,
      Grant: () => 180 * day,
      IdToken: () => 3600,
      Interaction: () => 3600,
      RefreshToken: () => 30 * day,
      Session: () => day / 3,
    },
    rotateRefreshToken: rotationPolicy(store, drills, provider),
    expiresWithSession: () => false,
    interactions: { url: (_ctx: ProviderContext, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: ProviderContext, id: string) => account(origin, id),
    clientBasedCORS: () => false,
    routes: {
      authorization: "/authorize",
      token: "/token",
      revocation: "/revoke",
      introspection: "/introspect",
      userinfo: "/userinfo",
      jwks: "/jwks",
    },
    features: features(),
    renderError: (ctx: ProviderContext, out: { error: string; error_description?: string }) => {
      ctx.type = "html";
      const sent = out.error === "invalid_redirect_uri" ? [ctx.query.redirect_uri].flat()[0] : undefined;
      ctx.body = errorPage({ code: out.error, detail: out.error_description ?? "", sent });
    },
  };
}

function clientMetadata({ clients, redirectUris }: ProviderOptions) {
  const methods = ["client_secret_post", "client_secret_basic"];
  return clients.map(({ clientId, clientSecret }, index) => ({
    client_id: clientId,
    client_secret: clientSecret.reveal(),
    client_name: index === 0 ? "Mooring" : "Mooring, entered by hand",
    redirect_uris: [...redirectUris],
    response_types: ["code"],
    grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    token_endpoint_auth_method: methods[index],
  }));
}

function features() {
  const isOwn = (_ctx: ProviderContext, client: { clientId: string }, token: { clientId: string }) =>
    client.clientId === token.clientId;
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true, allowedPolicy: isOwn },
    introspection: { enabled: true, allowedPolicy: isOwn },
    userinfo: { enabled: true },
    rpInitiatedLogout: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: { enabled: false },
    dPoP: { enabled: false },
  };
}

function account(origin: string, id: string) {
  const person = findPerson(id);
  if (!person) return undefined;
  const claims = {
    name: person.name,
    email: person.email,
    email_verified: true,
    picture: pictureUrl(origin, person.id),
  };
  return { accountId: person.id, claims: () => ({ sub: person.id, ...claims }) };
}
