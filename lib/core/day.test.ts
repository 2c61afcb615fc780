import { describe, expect, it } from "vitest";
import { daysUntil, toDay } from "./day.ts";

describe("days", () => {
  it("are counted by the calendar, in UTC, not by the hour", () => {
    const lateAtNight = new Date("2026-11-22T23:59:00Z");
    expect(toDay(lateAtNight)).toBe("2026-11-22");
    expect(daysUntil("2026-11-23", lateAtNight)).toBe(1);
    expect(daysUntil("2026-11-22", lateAtNight)).toBe(0);
    expect(daysUntil("2026-11-20", lateAtNight)).toBe(-2);
    expect(daysUntil("2028-03-01", new Date("2028-02-28T12:00:00Z"))).toBe(2);
  });
});
