import { describe, expect, it } from "vitest";
import { nearEnd } from "./expiry-rules.ts";
import { unknownLife } from "./grant-life.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const grant = {
  ...{ kind: "oauth2" as const, hasRefreshToken: true, lastRefreshedAt: null },
  ...{ tokenExpiresAt: inHours(1), lastAuthorizedAt: inHours(-2_000) },
};

describe("the end of a grant is announced", () => {
  it.each([
    ["a week before the end of a long life", -2_000, 168, true],
    ["not an hour earlier", -2_000, 169, false],
    ["in the last quarter of a short life", -72, 24, true],
    ["not before that quarter", -71, 24, false],
    ["not once it is over", -72, 0, false],
  ])("%s", (_name, authorized, ends, expected) => {
    const times = { lastAuthorizedAt: inHours(authorized), refreshTokenExpiresAt: inHours(ends) };
    expect(nearEnd({ ...grant, ...times }, unknownLife, now)).toEqual(expected ? inHours(ends) : null);
  });

  it("not where every renewal moves it, and from consent on where the provider counts so", () => {
    const ending = { ...grant, refreshTokenExpiresAt: inHours(24) };
    expect(
      nearEnd(ending, { isEndMoving: true, idleSeconds: 86_400, absoluteSeconds: null }, now),
    ).toBeNull();
    const absolute = { isEndMoving: false, idleSeconds: null, absoluteSeconds: 2_100 * 3_600 };
    expect(nearEnd({ ...ending, refreshTokenExpiresAt: null }, absolute, now)).toEqual(inHours(100));
  });
});
