import { describe, expect, it } from "vitest";
import { nextRevocationMs, planRevocation } from "./revocation-rules.ts";

describe("F-07: the plan for a grant at the provider", () => {
  it.each([
    ["rfc7009", "token", true, "revoke"],
    ["rfc7009", "grant", false, "revoke"],
    ["rfc7009", "grant", true, "kept-for-siblings"],
    ["custom", "installation", true, "kept-for-siblings"],
    ["none", null, false, "not-supported"],
    ["unknown", null, true, "not-supported"],
  ] as const)("%s by %s with siblings %s: %s", (kind, scope, hasSiblings, plan) => {
    expect(planRevocation({ kind, scope }, hasSiblings)).toBe(plan);
  });
});

describe("F-07: telling the provider again", () => {
  it("comes later each time, never before Retry-After, and ends after twelve attempts", () => {
    expect([1, 2, 3, 11].map((attempts) => nextRevocationMs(attempts, null))).toEqual([
      60_000, 120_000, 240_000, 21_600_000,
    ]);
    expect(nextRevocationMs(1, 600_000)).toBe(600_000);
    expect(nextRevocationMs(12, null)).toBeNull();
  });
});
