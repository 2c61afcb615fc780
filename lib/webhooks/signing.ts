import { createHmac, randomBytes } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** A new signing secret: `whsec_` and 256 random bits in base 64 (Standard Webhooks, "Signature scheme"). */
export function createSigningSecret(): Secret<string> {
  return new Secret(PREFIX + randomBytes(SECRET_BYTES).toString("base64"));
}

interface Message {
  /** The same at every attempt, so that a receiver knows a repetition. */
  id: string;
  /** Of this attempt. */
  at: Date;
  body: string;
}

/**
 * The three headers of Standard Webhooks: id, time of the attempt in seconds, and one `v1` signature a secret: HMAC-SHA-256
 * over `id.timestamp.body`. Two secrets sign while one takes the other's place.
 */
export function signMessage(
  secrets: readonly Secret<string>[],
  { id, at, body }: Message,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.reveal().slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
