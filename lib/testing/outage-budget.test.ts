import { describe, expect, it } from "vitest";
import { countOverBudget } from "./outage-budget.ts";

const budget = { perSecond: 20, burst: 40 };
const every = (ms: number, count: number) => Array.from({ length: count }, (_, index) => index * ms);

describe("requests over a budget", () => {
  it("are none at the rate itself, nor in a burst and the rate after it", () => {
    expect(countOverBudget(every(50, 1_000), budget)).toBe(0);
    expect(countOverBudget([...every(0, 40), ...every(50, 100).map((ms) => ms + 50)], budget)).toBe(0);
  });

  it("are those beyond the burst, and those beyond the rate", () => {
    expect(countOverBudget(every(0, 43), budget)).toBe(3);
    expect(countOverBudget(every(25, 1_000), budget)).toBeGreaterThan(400);
  });
});
