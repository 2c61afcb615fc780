import { AppError } from "#lib/core/errors.ts";
import { discoverServer } from "./discovery.ts";
import type { ProtocolFetch } from "./token-request.ts";

const KEPT_MS = 10 * 60 * 1000;
const MAX_KEPT = 100;

/** An OpenID provider as its discovery document describes it: what signing people in takes. */
export interface OpenIdServer {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  userinfoEndpoint: string | null;
  authentication: "client_secret_post" | "client_secret_basic";
  /** It promises `iss` in its authorization responses, so a missing one is refused (RFC 9207 §2.4). */
  isIssParameterSupported: boolean;
}

interface Asked {
  issuer: string;
  /** The one origin that may be plain http: the practice provider's. */
  insecureOrigin: string | null;
  fetch: ProtocolFetch;
}

/**
 * Reads an OpenID provider's discovery document (OpenID Connect Discovery 1.0 §4), whose issuer must be the one asked for but
 * for a slash at its end. Throws as `discoverServer` does, and `provider-misbehaved` where no ID token can be checked.
 */
export async function readOpenIdServer({ issuer, ...asked }: Asked): Promise<OpenIdServer> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = await discoverServer({ url, ...asked });
  const { jwksUri, clientAuthentications } = found;
  if (!jwksUri) throw unusable("name no jwks_uri, so no ID token can be checked");
  const way = clientAuthentications.find((one) => one !== "none");
  if (!way) throw unusable("accept no client secret as client_secret_post or client_secret_basic");
  return {
    issuer: found.issuer,
    authorizationEndpoint: found.authorizationEndpoint,
    tokenEndpoint: found.tokenEndpoint,
    jwksUri,
    userinfoEndpoint: found.userinfoEndpoint,
    authentication: `client_secret_${way}`,
    isIssParameterSupported: found.isIssParameterSupported,
  };

  function unusable(why: string): AppError {
    const detail = `The metadata of ${found.issuer} ${why}.`;
    return new AppError("provider-misbehaved", detail, { detail, errors: [{ pointer: "/url", detail }] });
  }
}

const kept = new Map<string, { server: OpenIdServer; readAtMs: number }>();

/** The same, from ten minutes of memory; the issuer must now be exactly the one that is stored. */
export async function knownOpenIdServer({ now, ...asked }: Asked & { now: Date }): Promise<OpenIdServer> {
  const key = `${asked.issuer} ${asked.insecureOrigin}`;
  const found = kept.get(key);
  const ageMs = found ? now.getTime() - found.readAtMs : Number.NaN;
  if (found && ageMs >= 0 && ageMs < KEPT_MS) return found.server;
  const server = await readOpenIdServer(asked);
  if (server.issuer !== asked.issuer)
    throw new AppError("provider-misbehaved", `the metadata of ${asked.issuer} name another issuer`);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, { server, readAtMs: now.getTime() });
  return server;
}
