import { describe, expect } from "vitest";
import { quirkTest, withReplay } from "#lib/testing/quirk-test.ts";
import { bearer, inSeconds, opened } from "#lib/testing/replay.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
const seconds = (from: number) => inSeconds(from).getTime() / 1000;

describe("quirks of the token answer", () => {
  quirkTest("error_in_200", "slack", "ok:false in a 200 is the refusal that it says", async (slack) => {
    slack.tokens(
      { ok: false, error: "invalid_code" },
      { ok: false, error: "bad_client_secret" },
      { ok: false, error: "ratelimited" },
    );
    await expect(slack.connect()).rejects.toMatchObject({ class: "permanent-grant", status: 200 });
    await expect(slack.connect()).rejects.toMatchObject({ class: "permanent-client" });
    await expect(slack.connect()).rejects.toMatchObject({ class: "transient", error: "ratelimited" });
  });

  quirkTest("error_in_200", "github", "an error in a 200 is one, as JSON and as a form", async (github) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    github.tokens(
      { error: "bad_verification_code" },
      () => new Response("error=incorrect_client_credentials", { headers }),
    );
    await expect(github.connect()).rejects.toMatchObject({ class: "permanent-grant", status: 200 });
    await expect(github.connect()).rejects.toMatchObject({ class: "permanent-client" });
  });

  quirkTest(
    "nested_token",
    "slack",
    "a grant of the person alone has its token under authed_user",
    async (slack) => {
      slack.tokens(
        {
          ok: true,
          team: { id: "T1", name: "Acme" },
          authed_user: {
            id: "U1",
            access_token: "xoxp-1",
            refresh_token: "xoxe-1",
            scope: "search:read",
            expires_in: 60,
          },
        },
        {
          ok: true,
          access_token: "xoxb-1",
          token_type: "bot",
          scope: "chat:write",
          authed_user: { id: "U1", access_token: "xoxp-1" },
        },
      );
      const person = await slack.connect({ scopes: ["search:read"] });
      expect(opened(person)).toEqual(["xoxp-1", "xoxe-1"]);
      expect(person).toMatchObject({ scopes: ["search:read"], expiresAt: inSeconds(60) });
      expect(person.data).toEqual({ team: { id: "T1", name: "Acme" }, authed_user: { id: "U1" } });
      expect(opened(await slack.connect())).toEqual(["xoxb-1", null]);
    },
  );

  quirkTest(
    "wrapped_token_array",
    "instagram",
    "the answer in a list of one is unwrapped, a bare one taken too",
    async (instagram) => {
      const answer = { access_token: "short-1", user_id: "178", permissions: "instagram_business_basic" };
      instagram.tokens({ data: [answer] }, answer);
      instagram.on("https://graph.instagram.com/access_token", {
        access_token: "long-1",
        token_type: "bearer",
      });
      for (const shape of ["wrapped", "bare"]) {
        const grant = await instagram.connect();
        expect([shape, grant.accessToken.reveal(), grant.data.user_id]).toEqual([shape, "long-1", "178"]);
      }
    },
  );

  quirkTest(
    "no_expires_in",
    "salesforce",
    "no expiry is made up; the provider's 401 will tell",
    async (salesforce) => {
      salesforce.tokens({
        ...bearer,
        refresh_token: "rt-1",
        instance_url: "https://acme.my.salesforce.com",
        issued_at: "1",
      });
      const grant = await salesforce.connect();
      expect([grant.expiresAt, grant.refreshTokenExpiresAt]).toEqual([null, null]);
      expect(grant.data).toMatchObject({ instance_url: "https://acme.my.salesforce.com" });
    },
  );

  quirkTest("expires_at_absolute", "square", "an ISO date is the expiry", async (square) => {
    square.tokens({
      ...bearer,
      refresh_token: "rt-1",
      expires_at: "2026-03-31T12:00:00Z",
      merchant_id: "M1",
    });
    const grant = await square.connect();
    expect(grant.expiresAt).toEqual(new Date("2026-03-31T12:00:00Z"));
    expect(grant.data).toEqual({ merchant_id: "M1" });
  });

  quirkTest(
    "expires_at_absolute",
    "squarespace",
    "seconds since 1970 are, for both tokens",
    async (squarespace) => {
      const ends = {
        access_token_expires_at: seconds(1800),
        refresh_token_expires_at: String(seconds(604_800)),
      };
      squarespace.tokens({ ...bearer, refresh_token: "rt-1", ...ends });
      await expect(squarespace.connect()).resolves.toMatchObject({
        expiresAt: inSeconds(1800),
        refreshTokenExpiresAt: inSeconds(604_800),
      });
    },
  );

  quirkTest(
    "expiry_from_jwt",
    "monday",
    "the token tells its own end, and an odd one nothing",
    async (monday) => {
      const odd = ["no-jwt", "a.%%.c", jwt([]), jwt({ exp: "soon" })];
      const token = (access_token: string) => ({ ...bearer, access_token });
      monday.tokens(token(jwt({ exp: seconds(900) })), ...odd.map(token));
      expect((await monday.connect()).expiresAt).toEqual(inSeconds(900));
      for (const _ of odd) expect((await monday.connect()).expiresAt).toBeNull();
    },
  );

  quirkTest(
    "refresh_expiry_field",
    "airtable",
    "refresh_expires_in dates the refresh token",
    async (airtable) => {
      airtable.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 3600, refresh_expires_in: 5_184_000 });
      await expect(airtable.connect()).resolves.toMatchObject({
        expiresAt: inSeconds(3600),
        refreshTokenExpiresAt: inSeconds(5_184_000),
      });
    },
  );

  quirkTest("scope_as_array", "xero", "a list of scopes is one", async (xero) => {
    xero.tokens({ ...bearer, scope: ["openid", "email", 7, "not a scope"] });
    xero.on("https://api.xero.com/connections", () => jsonAnswer(200, []));
    expect((await xero.connect()).scopes).toEqual(["openid", "email"]);
  });

  quirkTest(
    "scope_field_alias",
    "bitbucket",
    "the granted scopes are read from “scopes”",
    async (bitbucket) => {
      bitbucket.tokens({ ...bearer, scopes: "account repository", refresh_token: "rt-1" });
      expect((await bitbucket.connect()).scopes).toEqual(["account", "repository"]);
    },
  );

  quirkTest(
    "scope_separator_differs_in_response",
    "github",
    "asked with spaces, answered with commas",
    async (github) => {
      github.tokens({ ...bearer, scope: "repo,read:user" });
      const { asked } = await github.signIn({ scopes: ["repo", "read:user"], requestRefreshToken: false });
      expect(asked.get("scope")).toBe("repo read:user");
      expect((await github.connect()).scopes).toEqual(["repo", "read:user"]);
      await withReplay("linear", {}, async (linear) => {
        linear.tokens({ ...bearer, scope: "read write" });
        const linearAsked = (await linear.signIn({ scopes: ["read", "write"] })).asked;
        expect(linearAsked.get("scope")).toBe("read,write");
        expect((await linear.connect()).scopes).toEqual(["read", "write"]);
      });
    },
  );

  quirkTest(
    "granted_scope_subset",
    "google",
    "what was granted counts, not what was asked",
    async (google) => {
      google.tokens({ ...bearer, scope: "openid" }, { ...bearer, scope: "" }, bearer);
      const scopes = ["openid", "email"];
      expect((await google.connect({ scopes })).scopes).toEqual(["openid"]);
      expect((await google.connect({ scopes })).scopes).toEqual([]);
      expect((await google.connect({ scopes })).scopes).toBeNull();
    },
  );

  quirkTest(
    "granted_scope_subset",
    "strava",
    "the callback tells what the person left ticked",
    async (strava) => {
      strava.tokens({ ...bearer, expires_at: seconds(21_600), athlete: { id: 7 } });
      const grant = await strava.connect({ callback: { scope: "read,activity:read" } });
      expect(grant).toMatchObject({ scopes: ["read", "activity:read"], expiresAt: inSeconds(21_600) });
    },
  );

  quirkTest(
    "token_response_metadata",
    "calendly",
    "listed facts are kept, anything else and secrets are not",
    async (calendly) => {
      const organization = "https://api.calendly.com/organizations/O1";
      calendly.tokens(
        {
          ...bearer,
          refresh_token: "rt-1",
          expires_in: 7200,
          owner: "https://api.calendly.com/users/U1",
          organization,
        },
        { ...bearer, owner: "echo of at-1", created_at: 1, organization },
      );
      expect((await calendly.connect()).data).toEqual({
        owner: "https://api.calendly.com/users/U1",
        organization,
      });
      expect((await calendly.connect()).data).toEqual({ organization });
    },
  );

  quirkTest(
    "non_expiring_token",
    "clickup",
    "no expiry, no refresh token, and nothing is missing",
    async (clickup) => {
      clickup.tokens(bearer, { ...bearer, expires_in: 0 });
      clickup.on("https://api.clickup.com/api/v2/team", { teams: [{ id: "9", name: "Acme" }] });
      for (const answer of ["silent", "zero"]) {
        const grant = await clickup.connect();
        expect([answer, grant.expiresAt, ...opened(grant)]).toEqual([answer, null, "at-1", null]);
      }
    },
  );
});
