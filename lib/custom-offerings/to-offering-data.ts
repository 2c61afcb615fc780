import type { DiscoveredServer } from "#lib/oauth/discovery-metadata.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";

/** What OpenID Connect Core 1.0 §5.4 and §11 say that these scopes give. */
const known: Readonly<Record<string, string>> = {
  openid: "An ID token that says who signed in",
  profile: "Name and picture",
  email: "E-mail address",
  address: "Postal address",
  phone: "Phone number",
  offline_access: "A refresh token, so that the connection outlives the access token",
};

/** The beginning of an offering from a server's own metadata; what they do not tell stays out, for a person to fill in. */
export function toOfferingData(server: DiscoveredServer, today: string): Partial<OfferingData> {
  const { issuer, clientAuthentications } = server;
  const hasOffline = server.scopes.includes("offline_access");
  return {
    protocol: server.protocol,
    issuer,
    issParameterSupported: server.isIssParameterSupported,
    environment: "production",
    authorize: { url: server.authorizationEndpoint, params: {}, offlineParams: {}, optionalParams: {} },
    token: {
      ...{ url: server.tokenEndpoint, refreshUrl: null, bodyFormat: "form" },
      ...{ params: {}, refreshParams: {}, headers: {} },
    },
    clientAuth: {
      preferred: clientAuthentications[0] ?? "basic",
      supported: clientAuthentications.length > 0 ? clientAuthentications : ["basic"],
    },
    pkce: { support: server.pkce, method: server.pkce === "supported" ? "S256" : null, note: null },
    discoveryUrl: server.metadataUrl,
    introspectionUrl: server.introspectionEndpoint,
    revocation: toRevocation(server.revocationEndpoint),
    account: toAccount(server.userinfoEndpoint),
    scopes: {
      ...{ separator: " ", configuredInConsole: false, required: [], extra: null, note: null },
      default: usual(server),
      offline: hasOffline ? "offline_access" : null,
      catalog: server.scopes.map((id) => ({
        ...{ id, description: known[id] ?? id, group: null, sensitive: false },
        kind: usual(server).includes(id) ? "default" : "optional",
      })),
    },
    accessToken: { lifetimeSeconds: null, expires: null, note: null },
    refresh: {
      ...{ issued: server.issuesRefreshTokens ? "conditional" : "unknown", rotates: "unknown", note: null },
      requires: hasOffline ? "scope offline_access" : null,
      ...{ lifetimeSeconds: null, idleLifetimeSeconds: null, minimumAgeSeconds: null },
    },
    ...(server.documentationUrl !== null && { docsUrl: server.documentationUrl }),
    ...{ confidence: "medium", evidence: ["discovery-capture"], checkedOn: today },
  };
}

// Whose account it is takes `openid` and `profile` at an OpenID provider's userinfo endpoint.
function usual({ protocol, scopes }: DiscoveredServer): string[] {
  return protocol === "oidc" ? ["openid", "profile"].filter((scope) => scopes.includes(scope)) : [];
}

function toRevocation(url: string | null): OfferingData["revocation"] {
  const rest = { headers: {}, params: {}, note: null, scope: null };
  if (url === null)
    return { kind: "unknown", url, method: null, auth: null, bodyFormat: null, tokenParam: null, ...rest };
  const [method, auth, bodyFormat] = ["POST", "client", "form"] as const;
  return { kind: "rfc7009", url, method, auth, bodyFormat, tokenParam: "token", ...rest };
}

function toAccount(url: string | null): OfferingData["account"] {
  const claims = { idPath: "sub", labelPath: "name", emailPath: "email", picturePath: "picture" };
  const paths = url === null ? { idPath: null, labelPath: null, emailPath: null, picturePath: null } : claims;
  return { url, method: "GET", headers: {}, body: null, requiresScopes: [], note: null, ...paths };
}
