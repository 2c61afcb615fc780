import { describe, expect, it } from "vitest";
import { settleAttempt } from "./rules.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const dayMs = 86_400_000;
const failed = { status: 500, error: "status", durationMs: 1, retryAfterMs: null };

describe("an attempt", () => {
  it("is over when it arrived", () => {
    const arrived = { ...failed, status: 204, error: null };
    expect(settleAttempt(arrived, { attempts: 3, failingSince: null, now }, () => 0.5)).toEqual({
      state: "delivered",
      nextAttemptAt: null,
      disabledCause: null,
    });
  });

  it("that failed is repeated up to a fifth later than planned, and after the receiver's own time", () => {
    const pauseOf = (retryAfterMs: number | null, random: number) => {
      const past = { attempts: 2, failingSince: now, now };
      const { nextAttemptAt } = settleAttempt({ ...failed, retryAfterMs }, past, () => random);
      return (nextAttemptAt?.getTime() ?? 0) - now.getTime();
    };
    expect([pauseOf(null, 0), pauseOf(null, 1), pauseOf(900_000, 1), pauseOf(0, 0)]).toEqual([
      300_000, 360_000, 900_000, 300_000,
    ]);
  });

  it("is the last at the tenth, or when the address is gone", () => {
    const last = settleAttempt(failed, { attempts: 10, failingSince: now, now }, Math.random);
    expect(last).toMatchObject({ state: "failed", nextAttemptAt: null, disabledCause: null });
    const gone = settleAttempt(
      { ...failed, status: 410 },
      { attempts: 1, failingSince: now, now },
      Math.random,
    );
    expect(gone).toEqual({ state: "failed", nextAttemptAt: null, disabledCause: "gone" });
  });

  it("after five days without success switches the webhook off and waits for somebody to switch it on", () => {
    const at = (failingSince: Date) => settleAttempt(failed, { attempts: 1, failingSince, now }, () => 0);
    expect(at(new Date(now.getTime() - 5 * dayMs + 1)).disabledCause).toBeNull();
    expect(at(new Date(now.getTime() - 5 * dayMs))).toMatchObject({
      state: "pending",
      disabledCause: "failing",
    });
  });
});
