import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Payload, SandboxStore } from "./store.ts";

/** The RSA key that signs ID tokens: made at the first start, the same at every later one. */
export async function loadSigningKeys(store: SandboxStore): Promise<Payload> {
  const kept = await store.find("SigningKeys", "current");
  if (kept) return kept;
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const payload = { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] };
  return store.saveOnce("SigningKeys", "current", { payload, grantId: null, uid: null, expiresAt: null });
}
