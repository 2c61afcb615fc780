import { describe, expect } from "vitest";
import { decideNeed, nextRefreshToken, renewableInMs, type TokenFacts } from "#lib/connections/rules.ts";
import { quirkTest } from "#lib/testing/quirk-test.ts";
import { bearer, inSeconds, opened, type Replay, sentAt } from "#lib/testing/replay.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

/** Refreshes with the stored token and says which one is stored afterwards. */
async function storedAfterRefresh(replay: Replay, stored: string): Promise<string> {
  const grant = await replay.refresh({ refreshToken: stored });
  return nextRefreshToken(grant.refreshToken?.reveal() ?? null, stored) ?? "";
}

/** A token endpoint whose refresh tokens are good once: each use gives the next and kills the old. */
function rotatesStrictly(): (request: { form: URLSearchParams }) => Response {
  let alive = 1;
  return ({ form }) => {
    if (form.get("refresh_token") !== `rt-${alive}`) return jsonAnswer(400, { error: "invalid_grant" });
    alive++;
    return jsonAnswer(200, { ...bearer, refresh_token: `rt-${alive}`, expires_in: 3600 });
  };
}

const facts = (parts: Partial<TokenFacts> = {}): TokenFacts => ({
  status: "active",
  kind: "oauth2",
  retryAt: null,
  tokenVersion: 1,
  obtainedAt: sentAt,
  expiresAt: null,
  leaseExpiresAt: null,
  forcedAt: null,
  hasRefreshToken: true,
  databaseNow: sentAt,
  ...parts,
});

describe("quirks of the refresh", () => {
  quirkTest(
    "rotating_refresh",
    "linear",
    "each new token replaces the old one, whose next use is a dead grant",
    async (linear) => {
      linear.tokens(rotatesStrictly());
      const second = await storedAfterRefresh(linear, "rt-1");
      expect(second).toBe("rt-2");
      expect(await storedAfterRefresh(linear, second)).toBe("rt-3");
      await expect(linear.refresh({ refreshToken: "rt-1" })).rejects.toMatchObject({
        class: "permanent-grant",
      });
    },
  );

  quirkTest(
    "optional_rotation",
    "okta",
    "no token, the same token and a new token each leave the right one stored",
    async (okta) => {
      const answers = [
        {},
        { refresh_token: null },
        { refresh_token: "" },
        { refresh_token: "rt-1" },
        { refresh_token: "rt-2" },
      ];
      okta.tokens(...answers.map((rotation) => ({ ...bearer, ...rotation })));
      const stored = [];
      for (const _ of answers) stored.push(await storedAfterRefresh(okta, "rt-1"));
      expect(stored).toEqual(["rt-1", "rt-1", "rt-1", "rt-1", "rt-2"]);
    },
  );

  quirkTest(
    "refresh_not_returned_on_refresh",
    "dropbox",
    "the stored one stays, however often",
    async (dropbox) => {
      dropbox.tokens({ ...bearer, expires_in: 14_400 });
      let stored = "rt-1";
      for (let round = 0; round < 3; round++) stored = await storedAfterRefresh(dropbox, stored);
      expect(stored).toBe("rt-1");
      expect(dropbox.requests.map(({ form }) => form.get("refresh_token"))).toEqual(["rt-1", "rt-1", "rt-1"]);
    },
  );

  quirkTest(
    "refresh_token_first_consent_only",
    "google",
    "the prompt is forced; a second sign-in without one keeps the first token",
    async (google) => {
      google.tokens({ ...bearer, refresh_token: "rt-1" }, bearer);
      const { asked } = await google.signIn();
      expect([asked.get("access_type"), asked.get("prompt")]).toEqual(["offline", "consent"]);
      const first = await google.connect();
      const again = await google.connect({ prompt: "none" });
      expect(again.refreshToken).toBeNull();
      expect(nextRefreshToken(again.refreshToken, first.refreshToken)?.reveal()).toBe("rt-1");
    },
  );

  quirkTest(
    "refresh_absolute_expiry",
    "spotify",
    "the end counts from consent, and no refresh moves it",
    async (spotify) => {
      spotify.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 3600 });
      const first = await spotify.connect();
      expect(first.refreshTokenExpiresAt).toEqual(inSeconds(15_724_800));
      expect((await spotify.refresh()).refreshTokenExpiresAt).toBeNull();
    },
  );

  quirkTest(
    "refresh_idle_expiry",
    "box",
    "a token left unused for too long is a dead grant, one used in time is not",
    async (box) => {
      const idleSeconds = box.offering.refresh.idleLifetimeSeconds ?? 0;
      let unusedSeconds = idleSeconds - 1;
      box.tokens(() =>
        unusedSeconds < idleSeconds
          ? jsonAnswer(200, { ...bearer, refresh_token: "rt-2", expires_in: 4_000 })
          : jsonAnswer(400, { error: "invalid_grant", error_description: "Refresh token has expired" }),
      );
      expect(await storedAfterRefresh(box, "rt-1")).toBe("rt-2");
      unusedSeconds = idleSeconds;
      await expect(box.refresh()).rejects.toMatchObject({ class: "permanent-grant" });
    },
  );

  quirkTest(
    "refresh_token_cap",
    "google",
    "the oldest grant dies without a word and asks for a reconnect; the newest works",
    async (google) => {
      const cap = 2;
      const alive: string[] = [];
      google.tokens(({ form }) => {
        const shown = form.get("refresh_token");
        if (shown)
          return alive.includes(shown)
            ? jsonAnswer(200, bearer)
            : jsonAnswer(400, { error: "invalid_grant" });
        alive.push(`rt-${google.seen(google.provider.token.url).length}`);
        if (alive.length > cap) alive.shift();
        return jsonAnswer(200, { ...bearer, refresh_token: alive.at(-1) });
      });
      const granted = [];
      for (let person = 0; person <= cap; person++)
        granted.push((await google.connect()).refreshToken?.reveal() ?? "");
      const [oldest = "", ...rest] = granted;
      await expect(google.refresh({ refreshToken: oldest })).rejects.toMatchObject({
        class: "permanent-grant",
      });
      for (const refreshToken of rest)
        expect(opened(await google.refresh({ refreshToken }))).toEqual(["at-1", null]);
    },
  );

  quirkTest(
    "no_refresh_reauth",
    "linkedin",
    "the token is used to its end, and then only a person helps",
    async (linkedin) => {
      linkedin.tokens({ ...bearer, expires_in: 5_184_000, scope: "openid,profile" });
      const grant = await linkedin.connect();
      const stored = facts({ hasRefreshToken: grant.refreshToken !== null, expiresAt: grant.expiresAt });
      expect(decideNeed({ ...stored, databaseNow: inSeconds(5_183_900) })).toEqual({ act: "use" });
      expect(decideNeed({ ...stored, databaseNow: inSeconds(5_184_001) })).toEqual({ act: "reauthorize" });
    },
  );

  quirkTest(
    "min_token_age_for_refresh",
    "instagram",
    "a token is not shown before it is a day old",
    async (instagram) => {
      const minimum = instagram.provider.refreshMinimumAgeSeconds;
      expect(minimum).toBe(86_400);
      let now = inSeconds(3_600);
      instagram.on("https://graph.instagram.com/refresh_access_token", () =>
        now.getTime() - sentAt.getTime() >= 86_400_000
          ? jsonAnswer(200, { access_token: "long-2", token_type: "bearer", expires_in: 5_180_000 })
          : jsonAnswer(400, { error: { type: "OAuthException" } }),
      );
      await expect(instagram.refresh({ refreshToken: "long-1" })).rejects.toMatchObject({ status: 400 });
      expect(renewableInMs({ obtainedAt: sentAt, databaseNow: now }, minimum)).toBe(82_800_000);
      now = inSeconds(86_400);
      expect(renewableInMs({ obtainedAt: sentAt, databaseNow: now }, minimum)).toBe(0);
      expect(opened(await instagram.refresh({ refreshToken: "long-1" }))).toEqual(["long-2", "long-2"]);
    },
  );
});
