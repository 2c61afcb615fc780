import { describe, expect, it } from "vitest";
import { keepAliveAfterSeconds, refreshDueAt } from "./due-time.ts";
import { refreshMarginMs } from "./rules.ts";

const obtainedAt = new Date("2026-03-01T12:00:00Z");
const life = (seconds: number, parts: { isRenewable?: boolean; minimumAgeSeconds?: number } = {}) => ({
  obtainedAt,
  expiresAt: new Date(obtainedAt.getTime() + seconds * 1000),
  ...{ isRenewable: true, minimumAgeSeconds: null, ...parts },
});
const ageMs = (due: Date | null) => (due?.getTime() ?? Number.NaN) - obtainedAt.getTime();

describe("when a token is renewed ahead of time", () => {
  it("R-09: spreads tokens of the same minute over the last fifth of their life, before the margin begins", () => {
    const lifeMs = 3_600_000;
    const ages = Array.from({ length: 1_000 }, () => ageMs(refreshDueAt(life(3_600), Math.random)));
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(lifeMs * 0.757);
    expect(Math.max(...ages)).toBeLessThanOrEqual(lifeMs - refreshMarginMs(lifeMs));
    const tenths = new Set(ages.map((age) => Math.floor(age / (lifeMs / 100))));
    expect(tenths.size).toBeGreaterThan(10);
  });

  it.each([10, 60, 120, 300, 86_400])("R-13: lets a token of %i s be due once in its life", (seconds) => {
    for (const drawn of [0, 0.5, 0.999]) {
      const age = ageMs(refreshDueAt(life(seconds), () => drawn));
      expect(age).toBeGreaterThanOrEqual(seconds * 1000 * 0.4);
      expect(age).toBeLessThanOrEqual(seconds * 1000 - refreshMarginMs(seconds * 1000));
    }
  });

  it("R-13: never makes a token due that has no known end, or no way to the next one", () => {
    expect(refreshDueAt({ ...life(60), expiresAt: null }, Math.random)).toBeNull();
    expect(refreshDueAt(life(0), Math.random)).toBeNull();
    expect(refreshDueAt(life(-60), Math.random)).toBeNull();
    expect(refreshDueAt(life(60, { isRenewable: false }), Math.random)).toBeNull();
  });

  it("waits for the age that a provider wants", () => {
    expect(ageMs(refreshDueAt(life(100, { minimumAgeSeconds: 90 }), () => 0))).toBe(90_000);
  });
});

describe("a refresh token that dies when nobody uses it", () => {
  it.each([0.5, 1, 3, 14, 60, 90, 180])(
    "R-10: of %d idle days is never let near them in a year of hourly looks",
    (days) => {
      const hour = 3_600;
      const limit = days * 24 * hour;
      let usedAt = 0;
      for (let now = 0; now <= 365 * 24 * hour; now += hour) {
        if (now - usedAt >= keepAliveAfterSeconds(limit)) usedAt = now;
        expect(now - usedAt).toBeLessThan(limit / 2);
      }
    },
  );
});
