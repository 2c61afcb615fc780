import type { Secret } from "#lib/core/secret.ts";

/** The part of the configuration that verbs may know. */
export interface Settings {
  /** `https://mooring.example.com`, without a trailing slash: the only source of our own address (D-24). */
  origin: string;
  /** Whether the origin is https, and cookies are therefore `__Host-`. */
  isSecure: boolean;
  /** Where the practice provider answers, `null` when it is off. */
  sandboxOrigin: string | null;
  /** The practice provider's client that the create form fills in by a button, `null` when the provider is off. */
  practiceClient: { clientId: string; clientSecret: Secret<string> } | null;
  /** Whether there is a server that takes e-mail. */
  hasMail: boolean;
  /** How many requests a second one token endpoint gets, from all processes together. */
  tokenEndpointPerSecond: number;
  /** Which share of the calls through the gateway is recorded in the audit log, 0 to 1; refused ones always are. */
  auditedCallShare: number;
  /** Passwords sign in, whatever is set in the console. */
  isPasswordForced: boolean;
}
