import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const HOUR_MS = 3_600_000;

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["7", 7_000],
    [" 120 ", 120_000],
    ["1.5", 1_500],
    ["3600", HOUR_MS],
    ["86400", HOUR_MS],
    ["9".repeat(400), HOUR_MS],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
    ["Sunday, 01-Mar-26 12:00:30 GMT", 30_000],
    ["Sun Mar  1 12:00:30 2026", 30_000],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["Sun, 01 Mar 2099 12:00:00 GMT", HOUR_MS],
  ])("%s is %d ms", (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });

  it.each([null, "", "soon", "-3", "1e3", "NaN", "Infinity", "12:00", "Sun, 99 Foo 2026 12:00:00 GMT", "{}"])(
    "%o says nothing",
    (value) => {
      expect(parseRetryAfter(value, now)).toBeNull();
    },
  );

  it("V-10: is nothing, or between 0 and an hour, whatever comes", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    const { counterexample } = fc.check(
      fc.property(anything, fc.date({ noInvalidDate: true }), (value, at) => {
        const ms = parseRetryAfter(value, at);
        return ms === null || (Number.isInteger(ms) && ms >= 0 && ms <= HOUR_MS);
      }),
      { numRuns: 10_000, seed: 910_1023 },
    );
    expect(counterexample).toBeNull();
  });

  it("V-10: a date within the hour is never earlier than it says", () => {
    const { counterexample } = fc.check(
      fc.property(fc.integer({ min: 0, max: 3_599 }), fc.integer({ min: 0, max: 999 }), (seconds, ms) => {
        const at = new Date(now.getTime() + ms);
        const date = new Date(now.getTime() + seconds * 1000);
        return parseRetryAfter(date.toUTCString(), at) === Math.max(0, date.getTime() - at.getTime());
      }),
      { numRuns: 10_000, seed: 910_1024 },
    );
    expect(counterexample).toBeNull();
  });
});
