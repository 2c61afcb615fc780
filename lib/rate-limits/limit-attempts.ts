import { createHash } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { countOne, deleteCount, deleteFinishedCounts } from "./repository.ts";

export interface AttemptLimit {
  /** What is counted: the kind of attempt, then whose, e.g. `["sign-in", email, ip]`. Stored as a hash only. */
  key: readonly (string | null)[];
  attempts: number;
  windowMs: number;
}

/**
 * Counts an attempt before it is evaluated. Throws `rate-limited` with Retry-After once the window holds more than
 * `attempts`; parallel calls and other processes share the count, which lives in PostgreSQL.
 */
export async function limitAttempts(ctx: Context, { key, attempts, windowMs }: AttemptLimit): Promise<void> {
  const nowMs = ctx.now().getTime();
  const { points, expire } = await countOne(ctx, { key: storedKey(key), nowMs, windowMs });
  if (points === 1) await deleteFinishedCounts(ctx, nowMs);
  if (points <= attempts) return;
  const seconds = Math.max(1, Math.ceil((Number(expire) - nowMs) / 1000));
  throw new AppError("rate-limited", `${key[0]}: more than ${attempts} attempts`, {
    detail: `Too many attempts from here. Try again in ${Math.ceil(seconds / 60)} min.`,
    headers: { "retry-after": String(seconds) },
  });
}

/** Forgets the count, after an attempt that succeeded. */
export async function forgetAttempts(ctx: Context, key: AttemptLimit["key"]): Promise<void> {
  await deleteCount(ctx, storedKey(key));
}

function storedKey(key: AttemptLimit["key"]): string {
  return `${key[0]}:${createHash("sha256").update(JSON.stringify(key)).digest("base64url")}`;
}
