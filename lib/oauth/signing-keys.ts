import { AppError } from "#lib/core/errors.ts";
import { isRecord } from "#lib/core/json-path.ts";
import { readAnswerBody } from "./answer-body.ts";
import type { ProtocolFetch } from "./token-request.ts";
import { userAgent } from "./user-agent.ts";

const KEPT_MS = 10 * 60 * 1000;
const MAX_KEPT = 100;
const MIN_RSA_BYTES = 256;

/** How a token may be signed: with a key pair only, so that nobody's client secret and no `none` makes one. */
const ways = {
  RS256: { kty: "RSA", crv: undefined, algorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } },
  PS256: { kty: "RSA", crv: undefined, algorithm: { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 } },
  ES256: { kty: "EC", crv: "P-256", algorithm: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } },
  EdDSA: { kty: "OKP", crv: "Ed25519", algorithm: { name: "Ed25519" } },
  Ed25519: { kty: "OKP", crv: "Ed25519", algorithm: { name: "Ed25519" } },
} as const;

export const signatureAlgorithms = Object.keys(ways);

interface KeySource {
  jwksUri: string;
  fetch: ProtocolFetch;
  now: Date;
}

/**
 * Checks the signature of a compact JWS with the issuer's published keys (RFC 7515 §5.2, RFC 7517), which are remembered for
 * ten minutes; a key that is not among them is looked for once more. Throws `provider-misbehaved` for a signature that no
 * key of the issuer made, and what asking for the keys throws.
 */
export async function verifyJws(jws: string, source: KeySource): Promise<void> {
  const [head = "", body = "", tail = ""] = jws.split(".");
  const header = readHeader(head);
  const way = Object.hasOwn(ways, header.alg) ? ways[header.alg as keyof typeof ways] : null;
  if (!way || header.crit !== undefined) throw refused("is signed in a way that is not accepted");
  const jwk = await findKey(source, (key) => isFor(key, way, header));
  const key = await crypto.subtle.importKey("jwk", jwk, way.algorithm, false, ["verify"]).catch(() => {
    throw refused("names a key that cannot be used");
  });
  const signature = fromBase64Url(tail);
  const signed = new TextEncoder().encode(`${head}.${body}`);
  if (!signature || !(await crypto.subtle.verify(way.algorithm, key, signature, signed)))
    throw refused("does not bear its issuer's signature");
}

function readHeader(text: string): { alg: string; kid?: string; crit?: unknown } {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(text) ?? new Uint8Array()));
    if (isRecord(value) && typeof value.alg === "string") {
      const { alg, kid, crit } = value;
      return { alg, crit, ...(typeof kid === "string" && { kid }) };
    }
  } catch {
    // Told below, like any other header that cannot be read.
  }
  throw refused("has no readable header");
}

function isFor(
  key: Record<string, unknown>,
  { kty, crv }: (typeof ways)[keyof typeof ways],
  { alg, kid }: { alg: string; kid?: string },
): boolean {
  if (key.kty !== kty || key.crv !== crv) return false;
  if (kid !== undefined && key.kid !== kid) return false;
  if (key.alg !== undefined && key.alg !== alg) return false;
  if (key.use !== undefined && key.use !== "sig") return false;
  return kty !== "RSA" || (fromBase64Url(String(key.n))?.length ?? 0) >= MIN_RSA_BYTES;
}

async function findKey(
  source: KeySource,
  isRight: (key: Record<string, unknown>) => boolean,
): Promise<JsonWebKey> {
  const { keys, isFresh } = await knownKeys(source);
  let found = keys.filter(isRight);
  if (found.length === 0 && !isFresh) found = (await readKeys(source)).filter(isRight);
  const [key, ...more] = found;
  if (!key) throw refused("names a key that its issuer does not publish");
  if (more.length > 0) throw refused("does not say which of several keys signed it");
  const { kty, n, e, crv, x, y } = key;
  return { kty, n, e, crv, x, y } as JsonWebKey;
}

const kept = new Map<string, { keys: Record<string, unknown>[]; readAtMs: number }>();

async function knownKeys(source: KeySource) {
  const known = kept.get(source.jwksUri);
  const ageMs = known ? source.now.getTime() - known.readAtMs : Number.NaN;
  if (known && ageMs >= 0 && ageMs < KEPT_MS) return { keys: known.keys, isFresh: false };
  return { keys: await readKeys(source), isFresh: true };
}

async function readKeys({ jwksUri, fetch, now }: KeySource): Promise<Record<string, unknown>[]> {
  const headers = { accept: "application/jwk-set+json, application/json", "user-agent": userAgent };
  const response = await fetch(jwksUri, { headers, redirect: "manual" });
  const body = await readAnswerBody(response);
  const keys = response.status === 200 && body.kind === "object" ? body.value.keys : null;
  if (!Array.isArray(keys))
    throw new AppError("provider-misbehaved", `${new URL(jwksUri).host} publishes no signing keys`);
  if (kept.size >= MAX_KEPT) kept.clear();
  const usable = keys.filter(isRecord);
  kept.set(jwksUri, { keys: usable, readAtMs: now.getTime() });
  return usable;
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  return new Uint8Array(Buffer.from(text, "base64url"));
}

function refused(why: string): AppError {
  return new AppError("provider-misbehaved", `an ID token ${why}`);
}
