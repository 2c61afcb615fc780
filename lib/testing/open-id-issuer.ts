import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the issuer says next time, where it is not what an honest one would. */
export interface IssuerLies {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Signs with a key that is published nowhere. */
  isForeignKey?: boolean;
  /** The ID token as it is sent, from the one that would be. */
  spoil?: (token: string) => string;
  userinfo?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  /** Answers the token endpoint in place of tokens. */
  token?: { status: number; body: string };
}

/** An OpenID provider on loopback that signs whatever a test wants it to. */
export interface OpenIdIssuer {
  origin: string;
  lies: IssuerLies;
  /** How often each path was asked. */
  asked: Map<string, number>;
  /** The next code's nonce and person. */
  next: { nonce: string; person: Record<string, unknown> };
  /** Throws the signing key away for another one. */
  rotate(): void;
  close(): Promise<void>;
}

/** Starts one. `clientId` is its only client's; its tokens live for five minutes. */
export async function startOpenIdIssuer(clientId = "client-1"): Promise<OpenIdIssuer> {
  let key = newKey(1);
  const foreign = newKey(99);
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: OpenIdIssuer = {
    ...{ origin, lies: {}, asked: new Map(), next: { nonce: "", person: { sub: "person-1" } } },
    rotate: () => {
      key = newKey(key.number + 1);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return issuer;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? "/", origin).pathname;
    issuer.asked.set(path, (issuer.asked.get(path) ?? 0) + 1);
    if (path === "/token" && issuer.lies.token) {
      response.writeHead(issuer.lies.token.status, { "content-type": "application/json" });
      response.end(issuer.lies.token.body);
      return;
    }
    const body = bodyOf(path);
    response.writeHead(body ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  }

  function bodyOf(path: string): Record<string, unknown> | null {
    const { lies, next } = issuer;
    if (path === "/.well-known/openid-configuration") return { ...metadata(origin), ...lies.metadata };
    if (path === "/jwks") return { keys: [publicJwk(key)] };
    if (path === "/userinfo") return { sub: next.person.sub, ...lies.userinfo };
    if (path !== "/token") return null;
    return { access_token: "access-1", token_type: "Bearer", expires_in: 300, id_token: idToken() };
  }

  function idToken(): string {
    const { lies, next } = issuer;
    const now = Math.floor(Date.now() / 1000);
    const honest = {
      iss: origin,
      aud: clientId,
      iat: now,
      exp: now + 300,
      nonce: next.nonce,
      ...next.person,
    };
    const claims = Object.fromEntries(
      Object.entries({ ...honest, ...lies.claims }).filter(([, value]) => value !== undefined),
    );
    const signer = lies.isForeignKey ? foreign : key;
    const token = signToken({ alg: "ES256", kid: kidOf(key), ...lies.header }, claims, signer.privateKey);
    return lies.spoil?.(token) ?? token;
  }
}

interface NumberedKey {
  number: number;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

function newKey(number: number): NumberedKey {
  return { number, ...generateKeyPairSync("ec", { namedCurve: "P-256" }) };
}

const kidOf = ({ number }: NumberedKey) => `key-${number}`;

function publicJwk(key: NumberedKey): Record<string, unknown> {
  return { ...key.publicKey.export({ format: "jwk" }), kid: kidOf(key), use: "sig", alg: "ES256" };
}

function metadata(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/jwks`,
    userinfo_endpoint: `${origin}/userinfo`,
    response_types_supported: ["code"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    authorization_response_iss_parameter_supported: true,
  };
}

/** A compact JWS over these claims; `HS256` with the client secret, as an attacker would, and `none` without a signature. */
function signToken(header: Record<string, unknown>, claims: Record<string, unknown>, key: KeyObject): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode(header)}.${encode(claims)}`;
  if (header.alg === "none") return `${signed}.`;
  const signature =
    header.alg === "HS256"
      ? createHmac("sha256", "secret-of-the-client").update(signed).digest()
      : sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
