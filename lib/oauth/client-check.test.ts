import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { jsonAnswer, type SeenRequest, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { type ClientCheckResult, checkClient } from "./client-check.ts";
import { madeUpSecret } from "./made-up-secret.ts";

const redirectUri = "https://mooring.example/oauth/callback";
const rightSecret = "s3cret-Stored-9";

type Behaviour = (seen: { isRight: boolean; form: URLSearchParams }) => Response;

async function check(behaviour: Behaviour): Promise<ClientCheckResult & { requests: SeenRequest[] }> {
  const { fetch, requests } = scriptedFetch(({ form }) =>
    behaviour({ isRight: form.get("client_secret") === rightSecret, form }),
  );
  const client = plainClient({ clientSecret: new Secret(rightSecret) });
  const result = await checkClient({ provider: plainProvider(), client, redirectUri, fetch });
  return { ...result, requests };
}

const answer = (status: number, error: string, more = {}) => jsonAnswer(status, { error, ...more });
const badCode = () => answer(400, "invalid_grant");
const badClient = () => answer(401, "invalid_client");
const secretFirst: Behaviour = ({ isRight }) => (isRight ? badCode() : badClient());

describe("the client check", () => {
  it("asks no more often than the question needs", async () => {
    const verified = await check(secretFirst);
    expect(verified.requests).toHaveLength(4);
    const rejected = await check(badClient);
    expect(rejected.requests).toHaveLength(3);
  });

  it("sends the registered callback, a verifier and another made-up code each time, and follows nothing", async () => {
    const { requests } = await check(secretFirst);
    for (const { form, redirect, url } of requests) {
      expect(form.get("grant_type")).toBe("authorization_code");
      expect(form.get("redirect_uri")).toBe(redirectUri);
      expect(form.get("code_verifier")).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect([redirect, url.search]).toEqual(["manual", ""]);
    }
    expect(new Set(requests.map(({ form }) => form.get("code"))).size).toBe(requests.length);
  });

  it("proves nothing for a client without a secret, and asks nobody", async () => {
    const { fetch, requests } = scriptedFetch(badCode);
    const client = plainClient({ clientSecret: null, authentication: "none" });
    const result = await checkClient({ provider: plainProvider(), client, redirectUri, fetch });
    expect(result).toMatchObject({ verdict: "inconclusive", cause: "no-secret" });
    expect(requests).toHaveLength(0);
  });

  it("is inconclusive when nobody answers, and hands the egress guard's refusal on", async () => {
    const fail = (error: Error) =>
      check(() => {
        throw error;
      });
    await expect(fail(new TypeError("fetch failed"))).resolves.toMatchObject({
      verdict: "inconclusive",
      cause: "unreachable",
    });
    await expect(fail(new AppError("egress-blocked", "private"))).rejects.toMatchObject({
      code: "egress-blocked",
    });
  });

  it("keeps status and error name of each attempt, and neither secret nor code nor body", async () => {
    const echo: Behaviour = ({ form, isRight }) =>
      jsonAnswer(isRight ? 400 : 401, {
        error: isRight ? "invalid_grant" : "invalid_client",
        error_description: `code ${form.get("code")} of ${form.get("client_secret")}`,
      });
    const { requests, ...result } = await check(echo);
    expect(result.observed.attempts).toEqual([
      { authentication: "client_secret_post", secret: "stored", status: 400, error: "invalid_grant" },
      { authentication: "client_secret_post", secret: "made-up", status: 401, error: "invalid_client" },
      { authentication: "client_secret_post", secret: "made-up", status: 401, error: "invalid_client" },
      { authentication: "client_secret_post", secret: "stored", status: 400, error: "invalid_grant" },
    ]);
    for (const { form } of requests) {
      expect(JSON.stringify(result)).not.toContain(form.get("code"));
      expect(JSON.stringify(result)).not.toContain(form.get("client_secret"));
    }
  });
});

describe("a made-up secret", () => {
  it.each(["s3cret-Stored-9", "sk_live_AbC123", "aaaa", "----", "", "1", "é€😀", "0".repeat(64)])(
    "is never the real one, and has the shape of a long enough one: %o",
    (text) => {
      const made = madeUpSecret(new Secret(text)).reveal();
      expect(made).not.toBe(text);
      expect(made.length).toBeGreaterThanOrEqual(Math.max(16, text.length));
      const shape = (value: string) =>
        value.replace(/\d/g, "0").replace(/[a-z]/g, "a").replace(/[A-Z]/g, "A");
      expect(shape(made).startsWith(shape(text))).toBe(true);
    },
  );
});
