/** Every problem that Mooring answers with: its HTTP status and its title (RFC 9457), by code. */
export const problemTypes = {
  "invalid-input": { status: 422, title: "The input is not valid" },
  "workspace-conflict": { status: 400, title: "The request names another workspace than its own" },
  "payload-too-large": { status: 413, title: "The body is too large" },
  unauthenticated: { status: 401, title: "Sign in or send a valid API key" },
  "second-factor-required": { status: 401, title: "The second factor is asked for" },
  forbidden: { status: 403, title: "You may not do this" },
  "not-found": { status: 404, title: "Nothing is here" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  conflict: { status: 409, title: "It changed in the meantime, or is already there" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "connection-needs-reauth": { status: 409, title: "The connection needs its owner to sign in again" },
  "integration-not-configured": { status: 409, title: "The integration is a draft or paused" },
  "authorization-denied": { status: 403, title: "The provider did not grant access" },
  "authorization-expired": { status: 410, title: "The authorization took too long" },
  "state-mismatch": { status: 403, title: "This authorization was not started here" },
  "egress-blocked": { status: 422, title: "This address may not be called" },
  "provider-rejected": { status: 502, title: "The provider refused the request" },
  "provider-unreachable": { status: 504, title: "The provider did not answer" },
  "provider-misbehaved": { status: 502, title: "The provider's answer makes no sense" },
  unavailable: { status: 503, title: "Not available for the moment" },
  internal: { status: 500, title: "Something went wrong on our side" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemTypes;

export const problemCodes = Object.keys(problemTypes) as ProblemCode[];

export function isProblemCode(value: string): value is ProblemCode {
  return Object.hasOwn(problemTypes, value);
}
