import { describe, expect } from "vitest";
import { isGrantWide } from "#lib/connections/revocation-rules.ts";
import { quirkTest } from "#lib/testing/quirk-test.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

const revoked = { status: "revoked", cause: "revoked" };

describe("quirks of the revocation", () => {
  quirkTest(
    "revoke_custom",
    "github",
    "a DELETE with the client's Basic header and the token in JSON",
    async (github) => {
      github.on("https://api.github.com/applications/client-1/grant", ({ method, headers, body }) => {
        const isRight = method === "DELETE" && headers.get("authorization")?.startsWith("Basic ");
        return isRight && JSON.parse(body).access_token === "at-1"
          ? new Response(null, { status: 204 })
          : jsonAnswer(404, {});
      });
      await expect(github.revoke()).resolves.toMatchObject(revoked);
      expect(github.requests).toHaveLength(1);
    },
  );

  quirkTest("revoke_custom", "square", "the secret in a header of its own form", async (square) => {
    square.on("https://connect.squareup.com/oauth2/revoke", { success: true });
    await expect(square.revoke()).resolves.toMatchObject(revoked);
    expect(square.last.headers.get("authorization")).toBe("Client s3cret-Stored-9");
    expect(JSON.parse(square.last.body)).toEqual({ access_token: "at-1", client_id: "client-1" });
  });

  quirkTest("revoke_custom", "dropbox", "an empty POST with the token itself", async (dropbox) => {
    dropbox.on("https://api.dropboxapi.com/2/auth/token/revoke", ({ body, headers }) =>
      body === "" && headers.get("authorization") === "Bearer at-1"
        ? new Response(null)
        : jsonAnswer(400, {}),
    );
    await expect(dropbox.revoke()).resolves.toMatchObject(revoked);
  });

  quirkTest(
    "revoke_custom",
    "slack",
    "ok:false in a 200 is no revocation, unless the token was gone",
    async (slack) => {
      const address = "https://slack.com/api/auth.revoke";
      slack.on(
        address,
        { ok: true, revoked: true },
        { ok: false, error: "token_revoked" },
        { ok: false, error: "fatal_error" },
      );
      await expect(slack.revoke()).resolves.toMatchObject(revoked);
      await expect(slack.revoke()).resolves.toMatchObject({ status: "revoked", cause: "already-gone" });
      await expect(slack.revoke()).resolves.toMatchObject({ status: "retry" });
    },
  );

  quirkTest(
    "revoke_uninstalls",
    "vercel-integration",
    "the whole installation goes: one call, and siblings are spared",
    async (vercel) => {
      const address = "https://api.vercel.com/v1/integrations/configuration/icfg_1";
      vercel.on(address, ({ method }) =>
        method === "DELETE" ? new Response(null, { status: 204 }) : jsonAnswer(405, {}),
      );
      const data = { configurationId: "icfg_1" };
      await expect(vercel.revoke({ refreshToken: null, data })).resolves.toMatchObject(revoked);
      expect(vercel.requests).toHaveLength(1);
      expect(isGrantWide(vercel.provider.revocation)).toBe(true);
      await expect(vercel.revoke({ refreshToken: null })).resolves.toMatchObject({ cause: "missing-data" });
    },
  );

  quirkTest("revoke_uninstalls", "stripe", "the account that the grant named is let go", async (stripe) => {
    stripe.on("https://connect.stripe.com/oauth/deauthorize", { stripe_user_id: "acct_1" });
    await expect(stripe.revoke({ data: { stripe_user_id: "acct_1" } })).resolves.toMatchObject(revoked);
    expect(Object.fromEntries(stripe.last.form)).toEqual({ client_id: "client-1", stripe_user_id: "acct_1" });
    expect(isGrantWide(stripe.provider.revocation)).toBe(true);
  });

  quirkTest(
    "revoke_not_available",
    "microsoft",
    "nothing is sent, and the outcome says so",
    async (microsoft) => {
      microsoft.tokens({ access_token: "at-1", token_type: "bearer" });
      await microsoft.connect();
      const before = microsoft.requests.length;
      await expect(microsoft.revoke()).resolves.toMatchObject({
        status: "unavailable",
        cause: "not-offered",
      });
      expect(microsoft.requests).toHaveLength(before);
    },
  );
});
