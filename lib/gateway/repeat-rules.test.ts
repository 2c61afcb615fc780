import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { isRepeatable, planRepeat, planRepeatAfter, readRetryAfter } from "./repeat-rules.ts";

const none = { bytes: null };

describe("what may be sent again", () => {
  it.each(["GET", "HEAD", "OPTIONS"])("is a %s", (method) => {
    expect(isRepeatable({ method, headers: [], body: none })).toBe(true);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("is a %s only with an Idempotency-Key", (method) => {
    expect(isRepeatable({ method, headers: [], body: none })).toBe(false);
    expect(isRepeatable({ method, headers: [["Idempotency-Key", "a"]], body: none })).toBe(true);
  });
});

describe("the wait before another try", () => {
  const outcome = { attempt: 1, retryAfterMs: null, waitedMs: 0, random: 0.5 };

  it("is random below a bound that doubles, and there are three tries at most", () => {
    const waits = [1, 2, 3].map((attempt) => planRepeat({ ...outcome, attempt, status: 502 }));
    expect(waits).toEqual([200, 400, null]);
  });

  it("is what the provider asks for, up to ten seconds in all", () => {
    const plan = (retryAfterMs: number, waitedMs = 0) =>
      planRepeat({ ...outcome, status: 429, retryAfterMs, waitedMs });
    expect([plan(4_000), plan(10_001), plan(4_000, 7_000)]).toEqual([4_000, null, null]);
  });

  it.each([200, 400, 401, 403, 404, 409, 429, 500, 501])(
    "is none after a %i that asks for none",
    (status) => {
      expect(planRepeat({ ...outcome, status })).toBeNull();
    },
  );

  it("follows a connection that broke off or was refused, and no other failure", () => {
    const failure = (reason: string) => new AppError("provider-unreachable", "x", { extensions: { reason } });
    const plans = ["reset", "refused", "timeout", "tls", "dns"].map((reason) =>
      planRepeatAfter(failure(reason), 1, 0.5),
    );
    expect(plans).toEqual([200, 200, null, null, null]);
    expect(planRepeatAfter(new Error("ours"), 1, 0.5)).toBeNull();
  });
});

describe("a Retry-After", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");

  it.each([
    ["7", 7_000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
    ["soon", null],
    ["-1", null],
    ["", null],
  ])("of “%s” is %s ms", (text, ms) => {
    expect(readRetryAfter(text, now)).toBe(ms);
  });
});
