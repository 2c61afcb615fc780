import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { Secret } from "#lib/core/secret.ts";

// OWASP's password storage sheet: argon2id (the library's default) with 19 MiB, two passes, one lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** An argon2id hash in PHC format, with its own salt. */
export async function hashPassword(password: Secret<string>): Promise<string> {
  return hash(normalize(password), parameters);
}

/** Whether the password made the hash. Without a hash a decoy is checked, so that both cases take the same time (S-08). */
export async function isSamePassword(stored: string | null, password: Secret<string>): Promise<boolean> {
  decoy ??= hashPassword(new Secret(randomBytes(16).toString("hex")));
  const isSame = await verify(stored ?? (await decoy), normalize(password));
  return stored !== null && isSame;
}

// The same characters, however a keyboard composes them (NIST SP 800-63B §3.1.1.2).
function normalize(password: Secret<string>): string {
  return password.reveal().normalize("NFKC");
}
