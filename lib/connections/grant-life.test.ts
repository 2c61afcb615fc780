import { describe, expect, it } from "vitest";
import { findOffering } from "#lib/offerings/registry.ts";
import { type GrantFacts, grantEnd, lifeOf, unknownLife } from "./grant-life.ts";

const DAY = 86_400;
const consent = new Date("2026-03-04T10:00:00Z");
const inDays = (days: number, from = consent) => new Date(from.getTime() + days * DAY * 1000);

const granted: GrantFacts = {
  kind: "oauth2",
  hasRefreshToken: true,
  tokenExpiresAt: inDays(0.05),
  refreshTokenExpiresAt: null,
  lastAuthorizedAt: consent,
  lastRefreshedAt: null,
};

function lifeIn(id: string) {
  const offering = findOffering({ sandboxOrigin: "http://127.0.0.1:1" }, id);
  if (!offering) throw new Error(`no offering ${id}`);
  return lifeOf(offering);
}

describe("the catalogue's lifetimes", () => {
  it.each([
    ["jira", { isEndMoving: true, idleSeconds: 90 * DAY, absoluteSeconds: 365 * DAY }],
    ["linkedin", { isEndMoving: false, idleSeconds: null, absoluteSeconds: 365 * DAY }],
    ["spotify", { isEndMoving: false, idleSeconds: null, absoluteSeconds: 15_724_800 }],
    ["airtable", { isEndMoving: true, idleSeconds: 60 * DAY, absoluteSeconds: null }],
    ["github-app", { isEndMoving: true, idleSeconds: 15_897_600, absoluteSeconds: null }],
    ["google", { isEndMoving: true, idleSeconds: 180 * DAY, absoluteSeconds: null }],
    ["hubspot", { isEndMoving: false, idleSeconds: null, absoluteSeconds: null }],
  ])("of %s are sorted by what a renewal moves", (id, life) => {
    expect(lifeIn(id)).toEqual(life);
  });
});

describe("the end of a grant", () => {
  it("is not known where a renewal moves everything, unless it is not being renewed", () => {
    const life = lifeIn("google");
    expect(grantEnd(granted, life)).toEqual({
      endsAt: null,
      reason: "renewed-while-used",
      seconds: 180 * DAY,
    });
    const renewed = { ...granted, lastRefreshedAt: inDays(30) };
    expect(grantEnd(renewed, life, false)).toEqual({
      endsAt: inDays(210),
      reason: "not-renewed-now",
      seconds: 180 * DAY,
    });
  });

  it("is what the provider said of the refresh token, where no renewal moves that", () => {
    const told = { ...granted, refreshTokenExpiresAt: inDays(300), lastRefreshedAt: inDays(30) };
    expect(grantEnd(told, lifeIn("linkedin"))).toMatchObject({ endsAt: inDays(300), reason: "grant-ends" });
    expect(grantEnd(told, unknownLife)).toEqual({
      endsAt: inDays(300),
      reason: "grant-ends",
      seconds: null,
    });
    expect(grantEnd(told, lifeIn("airtable"))).toMatchObject({ endsAt: null, seconds: 270 * DAY });
  });

  it("is counted from consent where the offering says so and the provider said nothing", () => {
    const renewed = { ...granted, lastRefreshedAt: inDays(200) };
    expect(grantEnd(renewed, lifeIn("jira"))).toMatchObject({ endsAt: inDays(365), reason: "grant-ends" });
    expect(grantEnd(renewed, lifeIn("jira"), false)).toMatchObject({ endsAt: inDays(290) });
  });

  it("is the access token's without a refresh token", () => {
    const alone = { ...granted, hasRefreshToken: false, tokenExpiresAt: inDays(60) };
    expect(grantEnd(alone, lifeIn("facebook"))).toEqual({
      endsAt: inDays(60),
      reason: "no-refresh-token",
      seconds: null,
    });
    expect(grantEnd({ ...alone, tokenExpiresAt: null }, unknownLife)).toMatchObject({
      endsAt: null,
      reason: "no-end-told",
    });
  });

  it.each([
    ["client_credentials", "client-renews"],
    ["api_key", "key-lives-on"],
    ["basic", "password-lives-on"],
  ] as const)("is none for %s", (kind, reason) => {
    expect(grantEnd({ ...granted, kind }, lifeIn("linkedin"))).toMatchObject({ endsAt: null, reason });
  });
});
