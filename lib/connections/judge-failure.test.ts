import { describe, expect, it } from "vitest";
import { explainStatus } from "./explain-status.ts";
import { type FailureFacts, judgeFailure, pauseBeforeRetryMs } from "./judge-failure.ts";

const failure = (kind: FailureFacts["class"], error: string | null = null): FailureFacts => ({
  class: kind,
  error,
  retryAfterMs: null,
});
const fresh = { failureCount: 0, isMassFailure: false, isUnknown: false };
const never = { ambiguous: false, confirmed: false };

describe("R-02: what a failed refresh makes of a connection", () => {
  it.each(["transient", "ambiguous", "misbehaved", "permanent-client"] as const)(
    "%s never condemns it",
    (kind) => {
      expect(judgeFailure(failure(kind), fresh, () => 1).status).toBe("degraded");
    },
  );

  it("a confirmed dead grant needs its owner, with the provider's code as the cause", () => {
    expect(judgeFailure(failure("permanent-grant", "token_revoked"), fresh, () => 1)).toEqual({
      status: "needs_reauth",
      cause: "token_revoked",
      retryInMs: null,
    });
  });

  it("R-18: one that died of a request with no known outcome says so, and nothing else does", () => {
    const past = { ...fresh, isUnknown: true };
    const verdict = judgeFailure(failure("permanent-grant", "invalid_grant"), past, () => 1);
    expect(verdict).toMatchObject({ status: "needs_reauth", cause: "outcome_unknown" });
    expect(explainStatus(verdict.status, verdict.cause).cause).toContain("broke off");
    expect(judgeFailure(failure("transient"), past, () => 1).cause).toBe("provider_unavailable");
  });

  it("D-14: a dead grant among many condemns nobody yet", () => {
    const verdict = judgeFailure(failure("permanent-grant"), { ...fresh, isMassFailure: true }, () => 1);
    expect(verdict).toMatchObject({ status: "degraded", cause: "mass_failure" });
    expect(verdict.retryInMs).toBeGreaterThanOrEqual(60_000);
  });
});

describe("the one further attempt", () => {
  it("follows an ambiguous end within five seconds, once", () => {
    expect(pauseBeforeRetryMs(failure("ambiguous"), never, () => 1)).toBeLessThan(5_000);
    expect(pauseBeforeRetryMs(failure("ambiguous"), { ...never, ambiguous: true }, () => 1)).toBeNull();
  });

  it("confirms a dead grant after two to five seconds, once", () => {
    for (const random of [0, 1]) {
      const pauseMs = pauseBeforeRetryMs(failure("permanent-grant"), never, () => random) ?? 0;
      expect(pauseMs).toBeGreaterThanOrEqual(2_000);
      expect(pauseMs).toBeLessThanOrEqual(5_000);
    }
    expect(pauseBeforeRetryMs(failure("permanent-grant"), { ...never, confirmed: true }, () => 1)).toBeNull();
  });

  it.each(["transient", "misbehaved", "permanent-client"] as const)("does not follow %s", (kind) => {
    expect(pauseBeforeRetryMs(failure(kind), never, () => 1)).toBeNull();
  });
});

describe("a status", () => {
  it("tells who can end it and how", () => {
    expect(explainStatus("active", null)).toMatchObject({ whoCanFix: "nobody", nextStep: "none" });
    expect(explainStatus("degraded", "provider_unavailable")).toMatchObject({
      whoCanFix: "provider",
      nextStep: "wait",
    });
    expect(explainStatus("degraded", "client_rejected")).toMatchObject({
      whoCanFix: "workspace-admin",
      nextStep: "check-integration",
    });
    expect(explainStatus("needs_reauth", "invalid_grant")).toMatchObject({
      whoCanFix: "owner",
      nextStep: "reconnect",
    });
    expect(explainStatus("suspended", "integration_changed")).toMatchObject({ nextStep: "reconnect" });
  });
});
