import type { WorkspaceActor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import type { CallCounts } from "./call-counts.ts";

/** How much may go through a gateway. 0: no limit. */
export interface CallLimits {
  keyPerMinute: number;
  memberPerMinute: number;
  connectionPerMinute: number;
  /** At once in one process: by one API key or member, through one connection, and all in all. */
  callerConcurrent: number;
  connectionConcurrent: number;
  concurrent: number;
  /** Resident megabytes beyond which nothing more is taken in. */
  memoryMb: number;
  /** The bodies of one call, in megabytes, and its time until the last byte of its answer. */
  requestMb: number;
  responseMb: number;
  callSeconds: number;
}

/** A call's place among those that run. */
export interface Turn {
  /** Throws `rate-limited` with Retry-After for a caller or a connection that has had its share. */
  take(actor: WorkspaceActor, connectionId: string): void;
  end(): void;
}

export interface Admission {
  /** Throws `unavailable` with Retry-After when the process has all that it can hold. */
  enter(): Turn;
  /** How many calls run. */
  running(): number;
}

interface AdmissionOptions {
  limits: CallLimits;
  counts: CallCounts;
  residentMb: () => number;
}

/** Lets calls in, as long as there is room for them (P-09, P-17). */
export function createAdmission({ limits, counts, residentMb }: AdmissionOptions): Admission {
  const byHolder = new Map<string, number>();
  let running = 0;
  const hold = (holder: string, most: number, whose: string) => {
    const held = byHolder.get(holder) ?? 0;
    if (most > 0 && held >= most) throw limited(`${whose} has ${most} requests running already`, 1_000);
    byHolder.set(holder, held + 1);
  };
  const release = (holder: string) => {
    const held = byHolder.get(holder) ?? 0;
    if (held > 1) byHolder.set(holder, held - 1);
    else byHolder.delete(holder);
  };
  const count = (key: string, most: number, whose: string) => {
    const waitMs = most > 0 ? counts.add(key, most) : 0;
    if (waitMs > 0) throw limited(`${whose} may send ${most} requests a minute`, waitMs);
  };
  return {
    running: () => running,
    enter: () => {
      if (limits.concurrent > 0 && running >= limits.concurrent) throw full("requests run");
      if (limits.memoryMb > 0 && residentMb() >= limits.memoryMb) throw full("memory is in use");
      running++;
      const held: string[] = [];
      return {
        take: (actor, connectionId) => {
          const isKey = actor.kind === "api-key";
          const caller = isKey ? actor.apiKeyId : actor.userId;
          const whose = isKey ? "This API key" : "This member";
          if (isKey) count(caller, limits.keyPerMinute, whose);
          count(actor.userId, limits.memberPerMinute, "This member, with all of their API keys,");
          count(connectionId, limits.connectionPerMinute, "This connection");
          hold(caller, limits.callerConcurrent, whose);
          held.push(caller);
          hold(connectionId, limits.connectionConcurrent, "This connection");
          held.push(connectionId);
        },
        end: () => {
          running--;
          for (const holder of held) release(holder);
        },
      };
    },
  };
}

function limited(what: string, waitMs: number): AppError {
  const retryAt = new Date(Date.now() + waitMs).toISOString();
  return new AppError("rate-limited", what, {
    detail: `${what}. Try again at ${retryAt}.`,
    headers: { "retry-after": String(Math.ceil(waitMs / 1000)) },
    extensions: { retryAt },
  });
}

function full(what: string): AppError {
  return new AppError("unavailable", `shed: too much ${what}`, {
    detail: "Mooring has all the work that it can hold. Try again in a moment.",
    headers: { "retry-after": "2" },
  });
}
