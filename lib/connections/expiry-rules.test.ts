import { describe, expect, it } from "vitest";
import { endOfGrant, isEndNear } from "./expiry-rules.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const grant = { hasRefreshToken: true, tokenExpiresAt: inHours(1), refreshTokenExpiresAt: null };

describe("the end of a grant", () => {
  it("is that of the refresh token where there is one, else that of the token", () => {
    expect(endOfGrant({ ...grant, lastAuthorizedAt: now })).toBeNull();
    const refreshTokenExpiresAt = inHours(48);
    expect(endOfGrant({ ...grant, refreshTokenExpiresAt, lastAuthorizedAt: now })).toEqual(inHours(48));
    expect(endOfGrant({ ...grant, hasRefreshToken: false, lastAuthorizedAt: now })).toEqual(inHours(1));
  });

  it.each([
    ["a week before the end of a long life", -2_000, 168, true],
    ["not an hour earlier", -2_000, 169, false],
    ["in the last quarter of a short life", -72, 24, true],
    ["not before that quarter", -71, 24, false],
    ["not once it is over", -72, 0, false],
  ])("is near %s", (_name, authorized, ends, expected) => {
    const times = { lastAuthorizedAt: inHours(authorized), refreshTokenExpiresAt: inHours(ends) };
    expect(isEndNear({ ...grant, ...times }, now)).toBe(expected);
  });
});
