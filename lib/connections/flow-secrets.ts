import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

/** The cookie that ties a flow to the browser that began it: 256 random bits. */
export function newFlowCookie(): Secret<string> {
  return new Secret(randomBytes(32).toString("base64url"));
}

/** What the database keeps in place of a state or a cookie. */
export function hashFlowSecret(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(text).digest());
}

export function isSameHash(text: string, hash: Uint8Array): boolean {
  const other = hashFlowSecret(text);
  return other.length === hash.length && timingSafeEqual(other, hash);
}

/** Each flow has a cookie of its own, so that two tabs never disturb each other (F-08); the name gives the id away to nobody. */
export function flowCookieName(flowId: string, { isSecure }: { isSecure: boolean }): string {
  const tag = createHash("sha256").update(flowId).digest("hex").slice(0, 12);
  return `${isSecure ? "__Host-" : ""}mooring-flow-${tag}`;
}

/** The `Set-Cookie` value of a flow's cookie; an empty one with no life clears it. Lax, for the way back is a cross-site GET (S-03). */
export function flowCookie(
  { name, value, maxAgeSeconds }: { name: string; value: string; maxAgeSeconds: number },
  { isSecure }: { isSecure: boolean },
): string {
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}
