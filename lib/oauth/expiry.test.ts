import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expiryOf } from "./expiry.ts";

const sentAt = new Date("2026-03-01T12:00:00.250Z");

describe("expiry", () => {
  it.each([
    [3600, "2026-03-01T13:00:00.250Z"],
    ["3600", "2026-03-01T13:00:00.250Z"],
    [" 60 ", "2026-03-01T12:01:00.250Z"],
    [0.5, "2026-03-01T12:00:00.750Z"],
    [1, "2026-03-01T12:00:01.250Z"],
  ])("V-06: expires_in of %o counts from the moment the request was sent", (expiresIn, at) => {
    expect(expiryOf(expiresIn, sentAt)?.toISOString()).toBe(at);
  });

  it.each([
    -1,
    0,
    "0",
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "1e308",
    "abc",
    "",
    {},
    [],
    null,
    undefined,
    true,
  ])("V-06: expires_in of %o tells no expiry and throws nothing", (expiresIn) => {
    expect(expiryOf(expiresIn, sentAt)).toBeNull();
  });

  it("V-10: is nothing or a valid date after the sending, for any JSON value", () => {
    const { counterexample } = fc.check(
      fc.property(fc.jsonValue(), (value) => {
        const at = expiryOf(value, sentAt);
        return at === null || (Number.isFinite(at.getTime()) && at.getTime() >= sentAt.getTime());
      }),
      { numRuns: 10_000, seed: 6749 },
    );
    expect(counterexample).toBeNull();
  });

  it("V-10: grows with expires_in and moves with the sending", () => {
    const seconds = fc.integer({ min: 1, max: 3_000_000_000 });
    const { counterexample } = fc.check(
      fc.property(seconds, seconds, fc.integer({ min: 0, max: 1e9 }), (one, other, shiftMs) => {
        const at = (value: number, from = sentAt) => expiryOf(value, from)?.getTime() ?? Number.NaN;
        const shifted = new Date(sentAt.getTime() + shiftMs);
        return (
          Math.sign(at(one) - at(other)) === Math.sign(one - other) && at(one, shifted) - at(one) === shiftMs
        );
      }),
      { numRuns: 10_000, seed: 6750 },
    );
    expect(counterexample).toBeNull();
  });
});
