import { hkdfSync } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

/** An OAuth client that the practice provider knows. */
export interface PracticeClient {
  clientId: string;
  clientSecret: Secret<string>;
}

/**
 * The client that "Use the practice client" fills in; its secret is shown to nobody. Takes the deployment's session
 * key, so that every process agrees on the secret and none is stored; a new session key means a new secret.
 */
export function practiceClient(sessionKey: string): PracticeClient {
  return { clientId: "mooring-practice", clientSecret: derive(sessionKey, "practice client 1") };
}

/** The client whose credentials the practice provider's page shows, to be typed by hand. */
export function secondPracticeClient(sessionKey: string): PracticeClient {
  return { clientId: "mooring-practice-2", clientSecret: derive(sessionKey, "practice client 2") };
}

/** What the practice provider signs its cookies with. */
export function sandboxCookieKey(sessionKey: string): Secret<string> {
  return derive(sessionKey, "cookies");
}

/** A secret of the practice provider for one purpose, with a prefix that says what it is. */
export function practiceSecret(sessionKey: string, purpose: string, prefix: string): Secret<string> {
  return new Secret(`${prefix}${derive(sessionKey, purpose).reveal()}`);
}

function derive(sessionKey: string, purpose: string): Secret<string> {
  return new Secret(
    Buffer.from(hkdfSync("sha256", sessionKey, "", `mooring sandbox ${purpose}`, 32)).toString("base64url"),
  );
}
