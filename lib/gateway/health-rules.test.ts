import { describe, expect, it } from "vitest";
import { firstHour, judgeIntegration, type StateFacts, toHours } from "./health-rules.ts";

const well: StateFacts = {
  ...{ status: "configured", isDisabled: false, verdict: "verified", clientRefused: 0, massFailure: 0 },
  calls: { count: 100, failed: 2 },
};

describe("how an integration stands", () => {
  it.each([
    ["proven and called", {}, "healthy", null],
    ["never called", { calls: { count: 0, failed: 0 } }, "healthy", null],
    ["checked without a clear answer", { verdict: "inconclusive" }, "healthy", null],
    ["paused, whatever else", { isDisabled: true, clientRefused: 4 }, "paused", null],
    ["never proven", { status: "draft", verdict: null }, "draft", null],
    ["refused by its provider", { status: "draft", verdict: "rejected" }, "failing", "check-refused"],
    ["refused at a renewal", { clientRefused: 1, massFailure: 3 }, "failing", "client-refused"],
    ["with too many dead grants", { massFailure: 1 }, "failing", "mass-failure"],
    ["half failing", { calls: { count: 10, failed: 5 } }, "failing", "calls-fail"],
    ["failing a little less", { calls: { count: 11, failed: 5 } }, "healthy", null],
    ["hardly called", { calls: { count: 9, failed: 9 } }, "healthy", null],
  ] as const)("%s", (_name, change, state, cause) => {
    expect(judgeIntegration({ ...well, ...change })).toEqual({ state, cause });
  });
});

describe("the last 24 hours", () => {
  const now = new Date("2026-03-02T10:59:59.999Z");

  it("begin with a whole hour, and the running one is the last", () => {
    const { hours } = toHours([], firstHour(now));
    expect([hours.length, hours[0]?.at, hours.at(-1)?.at]).toEqual([
      ...[24, "2026-03-01T11:00:00.000Z", "2026-03-02T10:00:00.000Z"],
    ]);
  });

  it("hold each sum at its hour", () => {
    const at = new Date("2026-03-02T09:00:00Z");
    const { hours, calls } = toHours([{ integrationId: "a", at, count: 7, failed: 3 }], firstHour(now));
    expect(hours.filter(({ count }) => count > 0)).toEqual([{ at: at.toISOString(), count: 7, failed: 3 }]);
    expect(calls).toEqual({ count: 7, failed: 3 });
  });
});
