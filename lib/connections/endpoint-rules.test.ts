import { describe, expect, it } from "vitest";
import { OPENS_AFTER, openForMs } from "./endpoint-rules.ts";

describe("how long an endpoint is left alone", () => {
  it("doubles with each failed probe, and ends at 20 s", () => {
    const longest = (failures: number) => openForMs(OPENS_AFTER - 1 + failures, null, () => 1);
    expect([0, 1, 2, 3, 4, 5, 30].map(longest)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  });

  it("R-07: is never less than Retry-After, however long that is below an hour", () => {
    expect(openForMs(40, 120_000, () => 0)).toBeGreaterThanOrEqual(120_000);
    expect(openForMs(40, 86_400_000, () => 0)).toBe(3_600_000);
  });
});
