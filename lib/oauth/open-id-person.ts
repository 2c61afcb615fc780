import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  clockSkew,
  clockTolerance,
  customFetch,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  userInfoRequest,
} from "oauth4webapi";
import { AppError } from "#lib/core/errors.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import { clientAuthentication } from "./client-authentication.ts";
import type { OpenIdServer } from "./open-id-server.ts";
import {
  assertSubject,
  judgeSignInAnswer,
  nameOf,
  type SignedInPerson,
  type SignInAnswer,
  signInFailure,
} from "./sign-in-person.ts";
import { signatureAlgorithms, verifyJws } from "./signing-keys.ts";
import type { ProtocolFetch } from "./token-request.ts";
import { userAgent } from "./user-agent.ts";

const TOLERANCE_SECONDS = 60;

interface OpenIdAnswer extends SignInAnswer {
  server: OpenIdServer;
  nonce: string;
}

type Claims = Record<string, unknown> & { sub: string };

/**
 * Who signed in at an OpenID provider (OpenID Connect Core §3.1.3): the response judged (RFC 9207), its code exchanged once, the
 * ID token's signature, issuer, audience, times, nonce and `at_hash` checked, and the user info asked where the token tells no
 * address. Throws what `signInFailure` names.
 */
export async function readOpenIdPerson(answer: OpenIdAnswer): Promise<SignedInPerson> {
  const as = toServer(answer.server);
  const client = toClient(answer);
  const fetch = boundedFetch(answer.fetch);
  const params = judgeSignInAnswer(as, client.client_id, answer.params);
  try {
    const response = await authorizationCodeGrantRequest(
      as,
      client,
      clientAuthentication(answer.client),
      params,
      answer.redirectUri,
      answer.codeVerifier.reveal(),
      requestOptions(fetch),
    );
    const tokens = await processAuthorizationCodeResponse(as, client, response, {
      expectedNonce: answer.nonce,
      requireIdToken: true,
    });
    const claims = getValidatedIdTokenClaims(tokens) as Claims;
    const idToken = String(tokens.id_token);
    await verifyJws(idToken, { jwksUri: answer.server.jwksUri, fetch, now: answer.now });
    await checkClaims(claims, tokens.access_token, { idToken, now: answer.now });
    return toPerson(await withUserInfo(as, client, { claims, accessToken: tokens.access_token, fetch }));
  } catch (error) {
    throw signInFailure(error);
  }
}

function toServer(server: OpenIdServer): AuthorizationServer {
  return {
    issuer: server.issuer,
    authorization_endpoint: server.authorizationEndpoint,
    token_endpoint: server.tokenEndpoint,
    userinfo_endpoint: server.userinfoEndpoint ?? undefined,
    authorization_response_iss_parameter_supported: server.isIssParameterSupported,
    id_token_signing_alg_values_supported: signatureAlgorithms,
  };
}

function toClient({ client, now }: OpenIdAnswer): Client {
  return {
    client_id: client.clientId,
    [clockSkew]: Math.round((now.getTime() - Date.now()) / 1000),
    [clockTolerance]: TOLERANCE_SECONDS,
  };
}

function requestOptions(fetch: ProtocolFetch) {
  return {
    headers: { "user-agent": userAgent },
    // Which addresses may be plain http was judged with the discovery document.
    [allowInsecureRequests]: true,
    [customFetch]: (url: string, init: RequestInit) => fetch(url, init),
  };
}

// What the library leaves to us: a token from the future, and the one that belongs to another access token (§3.1.3.6).
async function checkClaims(
  claims: Claims,
  accessToken: string,
  { idToken, now }: { idToken: string; now: Date },
): Promise<void> {
  if (Number(claims.iat) > now.getTime() / 1000 + TOLERANCE_SECONDS)
    throw new AppError("provider-misbehaved", "an ID token was issued in the future");
  if (claims.at_hash === undefined) return;
  const { alg } = JSON.parse(Buffer.from(idToken.split(".", 1)[0] ?? "", "base64url").toString());
  const isEdwards = alg === "EdDSA" || alg === "Ed25519";
  const digest = await crypto.subtle.digest(
    isEdwards ? "SHA-512" : "SHA-256",
    new TextEncoder().encode(accessToken),
  );
  const half = Buffer.from(digest).subarray(0, digest.byteLength / 2);
  if (claims.at_hash !== half.toString("base64url"))
    throw new AppError("provider-misbehaved", "an ID token belongs to another access token");
}

async function withUserInfo(
  as: AuthorizationServer,
  client: Client,
  { claims, accessToken, fetch }: { claims: Claims; accessToken: string; fetch: ProtocolFetch },
): Promise<Claims> {
  if (typeof claims.email === "string" || !as.userinfo_endpoint) return claims;
  const response = await userInfoRequest(as, client, accessToken, requestOptions(fetch));
  if (!response.headers.get("content-type")?.includes("json"))
    throw new AppError("provider-misbehaved", "the user info is no JSON");
  const told = await processUserInfoResponse(as, client, claims.sub, response);
  // What the ID token says is signed; user info only adds to it.
  return { ...told, ...claims };
}

function toPerson(claims: Claims): SignedInPerson {
  const { sub, name, email, email_verified: isVerified, hd } = claims;
  const isAddress = typeof email === "string" && email.length <= 254;
  return {
    subject: assertSubject(sub),
    name: nameOf(name),
    email: isAddress ? email.trim().toLowerCase() : null,
    isEmailVerified: isAddress && isVerified === true,
    hostedDomain: typeof hd === "string" ? hd.toLowerCase() : null,
  };
}
