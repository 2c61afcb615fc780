import { describe, expect, it } from "vitest";
import {
  backoffMs,
  decideNeed,
  isMassFailure,
  isRefreshDue,
  missingScopes,
  refreshMarginMs,
  renewableInMs,
  type TokenFacts,
} from "./rules.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const MINUTE = 60_000;

/** An hour's token, obtained just now. */
function facts(parts: Partial<TokenFacts> = {}): TokenFacts {
  return {
    ...{
      status: "active",
      retryAt: null,
      tokenVersion: 3,
      leaseExpiresAt: null,
      forcedAt: null,
      hasRefreshToken: true,
      kind: "oauth2",
    },
    ...{ obtainedAt: now, expiresAt: at(3_600), databaseNow: now, ...parts },
  };
}

describe("the age that a provider wants of a token", () => {
  it.each([
    [0, 86_400, 86_400_000],
    [86_399, 86_400, 1_000],
    [86_400, 86_400, 0],
    [90_000, 86_400, 0],
    [0, null, 0],
  ])("after %d s of %d s leaves %d ms to wait", (ageSeconds, minimumSeconds, waitMs) => {
    const obtainedAt = new Date("2026-03-01T12:00:00Z");
    const databaseNow = new Date(obtainedAt.getTime() + ageSeconds * 1000);
    expect(renewableInMs({ obtainedAt, databaseNow }, minimumSeconds)).toBe(waitMs);
  });
});

describe("D-25: the margin before a token's end", () => {
  it.each([
    [3_600, 360],
    [600, 60],
    [120, 60],
    [60, 30],
    [10, 5],
    [86_400 * 60, 900],
  ])("of a life of %i s is %i s", (life, margin) => {
    expect(refreshMarginMs(life * 1_000)).toBe(margin * 1_000);
  });

  it("makes a token due from then on, and not a moment earlier", () => {
    const token = { obtainedAt: now, expiresAt: at(3_600) };
    expect(isRefreshDue(token, at(3_239))).toBe(false);
    expect(isRefreshDue(token, at(3_240))).toBe(true);
  });

  it("R-13: is no reason to renew a token of unknown or senseless life", () => {
    expect(isRefreshDue({ obtainedAt: now, expiresAt: null }, at(1e9))).toBe(false);
    expect(isRefreshDue({ obtainedAt: now, expiresAt: now }, at(10))).toBe(false);
    expect(isRefreshDue({ obtainedAt: now, expiresAt: at(-60) }, at(10))).toBe(false);
  });

  it("R-13: never makes a token due at the moment that it is obtained, however short it lives", () => {
    for (const life of [1, 5, 30, 60, 61, 119, 120, 600]) {
      expect(isRefreshDue({ obtainedAt: now, expiresAt: at(life) }, now)).toBe(false);
    }
  });
});

describe("what a caller gets", () => {
  const due = { obtainedAt: at(-3_600), expiresAt: at(-1) };
  const soon = { obtainedAt: at(-3_500), expiresAt: at(100) };
  const key = { hasRefreshToken: false, expiresAt: null };

  it.each<[string, Partial<TokenFacts>, number | undefined, unknown]>([
    ["a good token", {}, undefined, { act: "use" }],
    ["a good token after the 401 of an older one (R-06)", {}, 2, { act: "use" }],
    ["a renewed token after its 401", {}, 3, { act: "refresh", isForced: true }],
    ["the same token when its 401 comes again within the minute", { forcedAt: at(-59) }, 3, { act: "use" }],
    [
      "a renewed token after its 401 a minute later",
      { forcedAt: at(-60) },
      3,
      { act: "refresh", isForced: true },
    ],
    ["a renewed token when it has expired", due, undefined, { act: "refresh", isForced: false }],
    ["a renewed token when it ends soon", soon, undefined, { act: "refresh", isForced: false }],
    [
      "the old token while another renews it early",
      { ...soon, leaseExpiresAt: at(30) },
      undefined,
      { act: "use" },
    ],
    [
      "a wait for the other when the token has expired",
      { ...due, leaseExpiresAt: at(30) },
      undefined,
      { act: "refresh", isForced: false },
    ],
    [
      "the old token while the provider asks for patience",
      { ...soon, retryAt: at(60) },
      undefined,
      { act: "use" },
    ],
    [
      "the time to come back when the token has expired",
      { ...due, retryAt: at(60) },
      undefined,
      { act: "wait", retryAfterMs: MINUTE },
    ],
    [
      "a renewed token when that time is over",
      { ...due, retryAt: at(-1) },
      undefined,
      { act: "refresh", isForced: false },
    ],
    [
      "the old token when nothing can renew it",
      { ...soon, hasRefreshToken: false },
      undefined,
      { act: "use" },
    ],
    [
      "nothing when it has expired and nothing can renew it",
      { ...due, hasRefreshToken: false },
      undefined,
      { act: "reauthorize" },
    ],
    [
      "a new token where the client mints its own",
      { ...due, hasRefreshToken: false, kind: "client_credentials" },
      undefined,
      { act: "refresh", isForced: false },
    ],
    [
      "a new token when the provider refuses one that the client minted",
      { hasRefreshToken: false, kind: "client_credentials" },
      3,
      { act: "refresh", isForced: true },
    ],
    ["a key as it is", { ...key, kind: "api_key" }, undefined, { act: "use" }],
    ["a question about a key that was refused", { ...key, kind: "api_key" }, 3, { act: "confirm" }],
    ["a question about a password that was refused", { ...key, kind: "basic" }, 3, { act: "confirm" }],
    ["a key that was asked about lately", { ...key, kind: "api_key", forcedAt: at(-30) }, 3, { act: "use" }],
    ["a key that took the place of the refused one", { ...key, kind: "api_key" }, 2, { act: "use" }],
    ["nothing of a dead grant", { status: "needs_reauth" }, undefined, { act: "refuse" }],
    ["nothing of a suspended connection", { status: "suspended" }, undefined, { act: "refuse" }],
  ])("is %s", (_, parts, rejectedVersion, expected) => {
    expect(decideNeed(facts(parts), rejectedVersion)).toEqual(expected);
  });
});

describe("R-07: the pause after a failure", () => {
  it("grows from a second to five minutes, with full jitter", () => {
    expect([0, 1, 2, 5, 9, 40].map((failures) => backoffMs(failures, null, () => 1))).toEqual(
      [1, 2, 4, 32, 300, 300].map((seconds) => seconds * 1_000),
    );
    expect(backoffMs(9, null, () => 0.5)).toBe(150_000);
    expect(backoffMs(9, null, () => 0)).toBe(250);
  });

  it("is never shorter than Retry-After, and that counts for an hour at most", () => {
    for (const random of [0, 0.3, 1]) {
      expect(backoffMs(0, 30_000, () => random)).toBeGreaterThanOrEqual(30_000);
      expect(backoffMs(0, 1e12, () => random)).toBeLessThanOrEqual(60 * MINUTE + 1_000);
    }
  });
});

it("D-14: the brake holds when five grants, or a tenth, died within ten minutes", () => {
  expect(isMassFailure({ recentDeaths: 4, total: 6 })).toBe(false);
  expect(isMassFailure({ recentDeaths: 5, total: 6 })).toBe(true);
  expect(isMassFailure({ recentDeaths: 5, total: 100 })).toBe(false);
  expect(isMassFailure({ recentDeaths: 10, total: 100 })).toBe(true);
});

it("names the scopes that were asked for and not granted", () => {
  expect(missingScopes(["a", "b", "c"], ["c", "a", "x"])).toEqual(["b"]);
});
