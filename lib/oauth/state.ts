import { generateRandomState } from "oauth4webapi";

/** A fresh `state`: 32 random bytes, 43 base64url characters (RFC 6749 §10.12). */
export function newState(): string {
  return generateRandomState();
}

/** The one `state` of a callback, if it has the form of ours; `null` when it is missing, repeated or anything else. */
export function readState(params: URLSearchParams): string | null {
  const [state, ...more] = params.getAll("state");
  return more.length === 0 && state !== undefined && /^[A-Za-z0-9_-]{43}$/.test(state) ? state : null;
}
