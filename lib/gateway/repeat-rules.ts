import { isAppError } from "#lib/core/errors.ts";
import type { HeaderList } from "./request-headers.ts";
import type { ForwardBody } from "./upstream.ts";

/** The longest that a call waits here, all in all; beyond it the caller is told when to come again. */
export const LONGEST_WAIT_MS = 10_000;
const ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 200;

const repeatableMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const passingStatuses = new Set([502, 503, 504]);

interface Repeatable {
  method: string;
  headers: HeaderList;
  body: ForwardBody;
}

/** Whether a method changes nothing by its own definition (RFC 9110 §9.2.1), of those that are forwarded. */
export function isSafeMethod(method: string): boolean {
  return repeatableMethods.has(method);
}

/** The caller's `Idempotency-Key`, `null` without one. */
export function findIdempotencyKey(headers: HeaderList): string | null {
  return headers.find(([name]) => name.toLowerCase() === "idempotency-key")?.[1] || null;
}

/** Whether a call may be sent a second time: it changes nothing, or the provider can tell that it is the same one. */
export function isRepeatable({ method, headers, body }: Repeatable): boolean {
  return "bytes" in body && (isSafeMethod(method) || findIdempotencyKey(headers) !== null);
}

interface Outcome {
  /** From 1. */
  attempt: number;
  status: number;
  /** What the provider asks for, `null` when it does not say. */
  retryAfterMs: number | null;
  waitedMs: number;
  /** 0 ≤ random < 1. */
  random: number;
}

/**
 * How long to wait before a repeatable call is sent again, `null`: not at all. What the provider says is obeyed;
 * otherwise the wait is random below a bound that doubles (full jitter).
 */
export function planRepeat({ attempt, status, retryAfterMs, waitedMs, random }: Outcome): number | null {
  if (attempt >= ATTEMPTS || !(passingStatuses.has(status) || isPause(status, retryAfterMs))) return null;
  const waitMs = retryAfterMs ?? backoffMs(attempt, random);
  return waitedMs + waitMs <= LONGEST_WAIT_MS ? waitMs : null;
}

/** The same after a failure without an answer: only a connection that was refused or broke off is worth another try. */
export function planRepeatAfter(error: unknown, attempt: number, random: number): number | null {
  const reason = isAppError(error) && error.code === "provider-unreachable" ? error.extensions.reason : null;
  if (attempt >= ATTEMPTS || (reason !== "reset" && reason !== "refused")) return null;
  return backoffMs(attempt, random);
}

/** Whether an answer asks all callers of the connection to pause. */
export function isPause(status: number, retryAfterMs: number | null): boolean {
  return (status === 429 || status === 503) && retryAfterMs !== null;
}

/** Milliseconds until the moment that a `Retry-After` names (RFC 9110 §10.2.3); `null` for none and for nonsense. */
export function readRetryAfter(value: string | string[] | undefined, nowMs: number): number | null {
  const text = [value ?? ""].flat()[0]?.trim() ?? "";
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1000;
  const atMs = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function backoffMs(attempt: number, random: number): number {
  return Math.round(FIRST_BACKOFF_MS * 2 ** attempt * random);
}
