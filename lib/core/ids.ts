const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The prefix of each kind of id. */
export const idPrefixes = {
  workspace: "ws",
  user: "user",
  session: "sess",
  key: "key",
  invitation: "invite",
  accountMail: "accountmail",
  integration: "integration",
  secret: "secret",
  oauthCredential: "oauthcred",
  signInMethod: "signin",
  signInIdentity: "identity",
  signInFlow: "signinflow",
  offering: "offering",
  api: "api",
  runtimeConfiguration: "runtime",
  application: "app",
  override: "override",
  verification: "check",
  flow: "flow",
  connection: "conn",
  connectionEvent: "event",
  revocation: "revocation",
  apiKey: "apikey",
  notice: "notice",
  webhook: "webhook",
  delivery: "delivery",
  auditEvent: "audit",
  request: "req",
} as const;

export type IdKind = keyof typeof idPrefixes;

/**
 * A new id: prefix, 48 bits of time, 80 random bits, in Crockford's base 32; later ids sort after earlier ones.
 * Takes the kind and the time in ms; gives e.g. `conn-01jd2k…`.
 */
export function newId(kind: IdKind, nowMs: number = Date.now()): string {
  let time = "";
  for (let rest = nowMs, i = 0; i < 10; i++) {
    time = alphabet[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  let random = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) random += alphabet[byte % 32];
  return `${idPrefixes[kind]}-${time}${random}`;
}

/** A slug from a name: lower-case letters, digits and single hyphens, at most 60 characters; "" when nothing is left. */
export function toSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-|-$/g, "");
}
