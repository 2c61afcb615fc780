import { discoveryFailed } from "./discovery-errors.ts";
import { parseAddress } from "./provider-url.ts";

/** What a finding is about; the page has a sentence for each. */
type FindingCode =
  | "issuer"
  | `${"authorization" | "token" | "revocation" | "introspection" | "userinfo"}-endpoint`
  | "endpoint-elsewhere"
  | "response-types"
  | "grant-types"
  | "refresh-token"
  | "pkce"
  | "client-authentication"
  | "iss-parameter"
  | "scopes";

/** One thing that was looked at: there, not there, or there and worth a second look. */
interface Finding {
  level: "found" | "missing" | "warning";
  code: FindingCode;
  /** What the document says about it, if that is short. */
  value: string | null;
}

/** An authorization server as its own metadata describe it, with nothing left that could not be checked. */
export interface DiscoveredServer {
  metadataUrl: string;
  issuer: string;
  protocol: "oauth2" | "oidc";
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint: string | null;
  introspectionEndpoint: string | null;
  userinfoEndpoint: string | null;
  jwksUri: string | null;
  documentationUrl: string | null;
  pkce: "supported" | "unsupported" | "unknown";
  /** Of the ways that we know; the one to prefer first. */
  clientAuthentications: ("post" | "basic" | "none")[];
  issuesRefreshTokens: boolean;
  isIssParameterSupported: boolean;
  scopes: string[];
  findings: Finding[];
}

interface Asked {
  url: string;
  /** The spellings of the issuer that the address belongs to. */
  issuers: readonly string[];
  insecureOrigin: string | null;
}

const MAX_SCOPES = 200;
const ways = { client_secret_post: "post", client_secret_basic: "basic", none: "none" } as const;

/**
 * Judges a metadata document (RFC 8414 §2). Unknown members are passed over. Throws `provider-misbehaved` when the issuer
 * is another than the one asked for (§3.3), an endpoint is no plain https URL, or codes cannot be had there at all.
 */
export function readServerMetadata(document: Record<string, unknown>, asked: Asked): DiscoveredServer {
  const issuer = checkIssuer(document.issuer, asked);
  const insecureOrigin = originOf(issuer) === asked.insecureOrigin ? asked.insecureOrigin : null;
  checkEndpoints(document, insecureOrigin);
  const endpoint = (name: string) => textOf(document[`${name}_endpoint`]);
  const authorizationEndpoint = endpoint("authorization");
  const tokenEndpoint = endpoint("token");
  if (!authorizationEndpoint || !tokenEndpoint) {
    const missing = authorizationEndpoint ? "token_endpoint" : "authorization_endpoint";
    throw discoveryFailed(`The metadata of ${issuer} name no ${missing}, so nobody can sign in there.`);
  }
  checkOffered(document, "response_types_supported", "code");
  checkOffered(document, "grant_types_supported", "authorization_code");
  const server = {
    metadataUrl: asked.url,
    issuer,
    protocol: isOpenId(document, asked.url) ? ("oidc" as const) : ("oauth2" as const),
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint: endpoint("revocation"),
    introspectionEndpoint: endpoint("introspection"),
    userinfoEndpoint: endpoint("userinfo"),
    jwksUri: textOf(document.jwks_uri),
    documentationUrl: parseAddress(textOf(document.service_documentation) ?? "", null)?.href ?? null,
    pkce: readPkce(document),
    clientAuthentications: readAuthentications(document),
    issuesRefreshTokens: listOf(document.grant_types_supported)?.includes("refresh_token") ?? false,
    isIssParameterSupported: document.authorization_response_iss_parameter_supported === true,
    scopes: readScopes(document),
  };
  return { ...server, findings: describe(server, document) };
}

function checkIssuer(issuer: unknown, { url, issuers }: Asked): string {
  if (typeof issuer === "string" && issuers.includes(issuer)) return issuer;
  const said = typeof issuer === "string" ? `“${issuer.slice(0, 200)}”` : "no issuer";
  throw discoveryFailed(
    `The metadata at ${url} say they are of ${said}, but “${issuers[0]}” was asked for. They are not used.`,
  );
}

/** Every endpoint in the document, used or not: one that is wrong makes all of them suspect. */
function checkEndpoints(document: Record<string, unknown>, insecureOrigin: string | null): void {
  const names = Object.keys(document).filter(
    (name) => (name.endsWith("_endpoint") || name === "jwks_uri") && document[name] !== null,
  );
  for (const name of names) {
    const text = textOf(document[name]);
    if (text !== null && text.length <= 2_000 && parseAddress(text, insecureOrigin)) continue;
    throw discoveryFailed(
      `The ${name} in the metadata is no plain https address without user and fragment. They are not used.`,
    );
  }
}

// Where the list is left out RFC 8414 §2 has a default that holds what is needed.
function checkOffered(document: Record<string, unknown>, member: string, needed: string): void {
  const offered = listOf(document[member]);
  if (offered === null || offered.includes(needed)) return;
  throw discoveryFailed(
    `${member} lacks “${needed}”: this server does not hand out codes, which is what a connection is made with.`,
  );
}

function isOpenId(document: Record<string, unknown>, url: string): boolean {
  return url.includes("openid-configuration") || (listOf(document.scopes_supported) ?? []).includes("openid");
}

function readPkce(document: Record<string, unknown>): DiscoveredServer["pkce"] {
  const methods = listOf(document.code_challenge_methods_supported);
  if (methods === null) return "unknown";
  return methods.includes("S256") ? "supported" : "unsupported";
}

function readAuthentications(document: Record<string, unknown>): DiscoveredServer["clientAuthentications"] {
  const offered = listOf(document.token_endpoint_auth_methods_supported) ?? ["client_secret_basic"];
  return Object.entries(ways).flatMap(([name, way]) => (offered.includes(name) ? [way] : []));
}

function readScopes(document: Record<string, unknown>): string[] {
  const scopes = listOf(document.scopes_supported) ?? [];
  const tokens = scopes.filter((scope) => /^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/.test(scope));
  return [...new Set(tokens)].slice(0, MAX_SCOPES);
}

/** What a person should read before the form that the document fills in. */
function describe(server: Omit<DiscoveredServer, "findings">, document: Record<string, unknown>): Finding[] {
  const endpoints = [
    ["authorization-endpoint", server.authorizationEndpoint],
    ["token-endpoint", server.tokenEndpoint],
    ["revocation-endpoint", server.revocationEndpoint],
    ["introspection-endpoint", server.introspectionEndpoint],
    ["userinfo-endpoint", server.userinfoEndpoint],
  ] as const;
  const elsewhere = endpoints.flatMap(([, url]) => (url && isElsewhere(url, server.issuer) ? [url] : []));
  const named = (member: string) => listOf(document[member])?.join(", ").slice(0, 200) ?? null;
  const authentications = named("token_endpoint_auth_methods_supported");
  return [
    { level: "found", code: "issuer", value: server.issuer },
    ...endpoints.map(([code, value]) => toFinding(code, value)),
    ...elsewhere.map((value): Finding => ({ level: "warning", code: "endpoint-elsewhere", value })),
    toFinding("response-types", named("response_types_supported")),
    toFinding("grant-types", named("grant_types_supported")),
    toFinding("refresh-token", server.issuesRefreshTokens ? "refresh_token" : null),
    server.pkce === "unsupported"
      ? { level: "warning", code: "pkce", value: named("code_challenge_methods_supported") }
      : toFinding("pkce", server.pkce === "supported" ? "S256" : null),
    server.clientAuthentications.length === 0
      ? { level: "warning", code: "client-authentication", value: authentications }
      : toFinding("client-authentication", authentications),
    toFinding("iss-parameter", server.isIssParameterSupported ? "iss" : null),
    toFinding("scopes", server.scopes.length > 0 ? String(server.scopes.length) : null),
  ];
}

function toFinding(code: Finding["code"], value: string | null): Finding {
  return { level: value === null ? "missing" : "found", code, value };
}

function isElsewhere(url: string, issuer: string): boolean {
  return URL.parse(url)?.host !== URL.parse(issuer)?.host;
}

function originOf(url: string): string | null {
  return URL.parse(url)?.origin ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function listOf(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : null;
}
