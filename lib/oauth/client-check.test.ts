import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import type { ClientAuthentication } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { jsonAnswer, type SeenRequest, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { type ClientCheckResult, checkClient } from "./client-check.ts";
import { madeUpSecret } from "./made-up-secret.ts";

const redirectUri = "https://mooring.example/oauth/callback";
const rightSecret = "s3cret-Stored-9";
const html = { "content-type": "text/html" };

interface Seen {
  /** How the credentials came. */
  way: "post" | "basic";
  isRight: boolean;
  isRaw: boolean;
  index: number;
  form: URLSearchParams;
}

type Behaviour = (seen: Seen) => Response;

function look({ headers, form }: SeenRequest, index: number, secret: string): Seen {
  const header = headers.get("authorization");
  if (header === null) {
    return { way: "post", isRight: form.get("client_secret") === secret, isRaw: false, index, form };
  }
  const given = Buffer.from(header.slice(6), "base64").toString("utf8").split(":").slice(1).join(":");
  const decoded = new URLSearchParams(`v=${given}`).get("v");
  return {
    way: "basic",
    isRight: given === secret || decoded === secret,
    isRaw: given === secret,
    index,
    form,
  };
}

async function check(
  behaviour: Behaviour,
  { authentication = "client_secret_post" as ClientAuthentication, secret = rightSecret } = {},
): Promise<ClientCheckResult & { requests: SeenRequest[] }> {
  const { fetch, requests } = scriptedFetch((request, index) => behaviour(look(request, index, secret)));
  const client = plainClient({ clientSecret: new Secret(secret), authentication });
  const result = await checkClient({ provider: plainProvider(), client, redirectUri, fetch });
  return { ...result, requests };
}

const answer = (status: number, error: string, more = {}) => jsonAnswer(status, { error, ...more });
const badCode = () => answer(400, "invalid_grant");

/** Looks at the secret first, then at the code. */
const secretFirst =
  (refusal: () => Response, code: () => Response = badCode): Behaviour =>
  ({ isRight }) =>
    isRight ? code() : refusal();

/** Looks at the code first, so the secret is never looked at. */
const codeFirst =
  (code: () => Response = badCode): Behaviour =>
  () =>
    code();

type Row = [name: string, behaviour: Behaviour, verdict: string, cause: string];

const rightSecretRows: Row[] = [
  ["401 invalid_client", secretFirst(() => answer(401, "invalid_client")), "verified", "control-refused"],
  ["400 invalid_client", secretFirst(() => answer(400, "invalid_client")), "verified", "control-refused"],
  [
    "403 unauthorized_client",
    secretFirst(() => answer(403, "unauthorized_client")),
    "verified",
    "control-refused",
  ],
  ["403 access_denied", secretFirst(() => answer(403, "access_denied")), "verified", "control-refused"],
  [
    "GitHub: errors in a 200",
    secretFirst(
      () => answer(200, "incorrect_client_credentials"),
      () => answer(200, "bad_verification_code"),
    ),
    "verified",
    "control-refused",
  ],
  [
    "Slack: ok:false in a 200",
    secretFirst(
      () => jsonAnswer(200, { ok: false, error: "bad_client_secret" }),
      () => jsonAnswer(200, { ok: false, error: "invalid_code" }),
    ),
    "verified",
    "control-refused",
  ],
  [
    "Zoho: errors in a 200",
    secretFirst(
      () => answer(200, "invalid_client_secret"),
      () => answer(200, "invalid_code"),
    ),
    "verified",
    "control-refused",
  ],
  [
    "a form in a 200",
    secretFirst(
      () =>
        new Response("error=incorrect_client_credentials", {
          headers: { "content-type": "application/x-www-form-urlencoded" },
        }),
      () =>
        new Response("error=bad_verification_code", {
          headers: { "content-type": "application/x-www-form-urlencoded" },
        }),
    ),
    "verified",
    "control-refused",
  ],
  [
    "a nameless 401 against a nameless 400",
    secretFirst(
      () => jsonAnswer(401, { message: "no" }),
      () => jsonAnswer(400, { message: "no" }),
    ),
    "verified",
    "control-refused",
  ],
  [
    "a bare Basic challenge",
    secretFirst(() => new Response(null, { status: 401, headers: { "www-authenticate": "Basic" } })),
    "verified",
    "control-refused",
  ],
  [
    "a name of its own that speaks of credentials",
    secretFirst(() => answer(400, "wrong_credentials")),
    "verified",
    "control-refused",
  ],
  [
    "a code error of its own",
    secretFirst(
      () => answer(401, "invalid_client"),
      () => answer(400, "code_unknown"),
    ),
    "verified",
    "control-refused",
  ],
  [
    "an unregistered callback, told apart",
    secretFirst(
      () => answer(401, "invalid_client"),
      () => answer(400, "redirect_uri_mismatch"),
    ),
    "rejected",
    "redirect-refused",
  ],
  [
    "a client that may not use codes",
    secretFirst(
      () => answer(401, "invalid_client"),
      () => answer(400, "unauthorized_client"),
    ),
    "rejected",
    "client-not-allowed",
  ],
  ["the code first", codeFirst(), "inconclusive", "same-answer"],
  [
    "the code first, in a 200",
    codeFirst(() => answer(200, "bad_verification_code")),
    "inconclusive",
    "same-answer",
  ],
  ["the request first", codeFirst(() => answer(400, "invalid_request")), "inconclusive", "same-answer"],
  [
    "the callback first",
    codeFirst(() => answer(400, "redirect_uri_mismatch")),
    "inconclusive",
    "redirect-refused",
  ],
  [
    "a control that is refused in words about nothing",
    secretFirst(() => answer(400, "E1234")),
    "inconclusive",
    "control-not-refused",
  ],
  [
    "a control that is taken for a bad request",
    secretFirst(() => answer(400, "invalid_request")),
    "inconclusive",
    "control-not-refused",
  ],
  [
    "a limit that strikes the control",
    secretFirst(() => answer(429, "slow_down")),
    "inconclusive",
    "unavailable",
  ],
  [
    "a server in trouble",
    codeFirst(() => new Response("<html>", { status: 503, headers: html })),
    "inconclusive",
    "unavailable",
  ],
  [
    "a page for an answer",
    codeFirst(() => new Response("<html>", { status: 200, headers: html })),
    "inconclusive",
    "unreadable",
  ],
  [
    "a firewall's page",
    codeFirst(() => new Response("<html>", { status: 403, headers: html })),
    "inconclusive",
    "unreadable",
  ],
  [
    "a redirect",
    codeFirst(() => new Response(null, { status: 302, headers: { location: "https://x.example" } })),
    "inconclusive",
    "unreadable",
  ],
  [
    "an endpoint that takes any code",
    codeFirst(() => jsonAnswer(200, { access_token: "t", token_type: "bearer" })),
    "inconclusive",
    "code-accepted",
  ],
  [
    "a firewall that wakes up at the control",
    ({ index }) => (index === 0 ? badCode() : jsonAnswer(403, { message: "blocked" })),
    "inconclusive",
    "unstable-answer",
  ],
  [
    "a mood that changes",
    ({ index }) =>
      index === 1 ? jsonAnswer(401, {}) : index === 0 ? badCode() : answer(400, "invalid_code"),
    "inconclusive",
    "unstable-answer",
  ],
];

const wrongSecretRows: Row[] = [
  ["401 invalid_client", codeFirst(() => answer(401, "invalid_client")), "rejected", "client-refused"],
  ["400 invalid_client", codeFirst(() => answer(400, "invalid_client")), "rejected", "client-refused"],
  [
    "403 unauthorized_client",
    codeFirst(() => answer(403, "unauthorized_client")),
    "rejected",
    "client-refused",
  ],
  ["401 access_denied", codeFirst(() => answer(401, "access_denied")), "rejected", "client-refused"],
  [
    "GitHub's 200",
    codeFirst(() => answer(200, "incorrect_client_credentials")),
    "rejected",
    "client-refused",
  ],
  [
    "Slack's 200",
    codeFirst(() => jsonAnswer(200, { ok: false, error: "bad_client_secret" })),
    "rejected",
    "client-refused",
  ],
  [
    "a nameless 401",
    codeFirst(() => jsonAnswer(401, { message: "Unauthorized" })),
    "rejected",
    "client-refused",
  ],
  ["an unknown client id", codeFirst(() => answer(400, "invalid_client_id")), "rejected", "client-refused"],
];

describe("the client check", () => {
  it.each(rightSecretRows)("right secret, provider answers by %s", async (_, behaviour, verdict, cause) => {
    const result = await check(behaviour);
    expect({ verdict: result.verdict, cause: result.cause }).toEqual({ verdict, cause });
    expect(result.workingAuthentication).toBe(verdict === "verified" ? "client_secret_post" : null);
  });

  it.each(wrongSecretRows)("wrong secret, provider answers by %s", async (_, behaviour, verdict, cause) => {
    const result = await check(behaviour);
    expect({ verdict: result.verdict, cause: result.cause }).toEqual({ verdict, cause });
    expect(result.workingAuthentication).toBeNull();
  });

  it("never verifies two answers that are the same, whatever they are", async () => {
    const statuses = [200, 201, 204, 301, 400, 401, 402, 403, 404, 409, 422, 429, 500, 503];
    const errors = [
      undefined,
      "invalid_grant",
      "invalid_client",
      "invalid_request",
      "odd",
      "unauthorized_client",
      "x y",
    ];
    for (const status of statuses) {
      for (const error of errors) {
        const body = status === 204 || status === 301 ? null : JSON.stringify({ error });
        const result = await check(
          () => new Response(body, { status, headers: { "content-type": "application/json" } }),
        );
        expect([status, error, result.verdict]).not.toContain("verified");
      }
    }
  });

  it("offers the header when only the header works", async () => {
    const result = await check(({ way, isRight }) =>
      way === "basic" && isRight ? badCode() : answer(401, "invalid_client"),
    );
    expect(result).toMatchObject({
      verdict: "rejected",
      cause: "other-authentication",
      workingAuthentication: "client_secret_basic",
    });
  });

  it("offers the body when only the body works", async () => {
    const behaviour: Behaviour = ({ way, isRight }) =>
      way === "post" && isRight ? badCode() : answer(401, "invalid_client");
    const result = await check(behaviour, { authentication: "client_secret_basic" });
    expect(result).toMatchObject({
      cause: "other-authentication",
      workingAuthentication: "client_secret_post",
    });
  });

  it("offers the raw header when the provider never decodes", async () => {
    const behaviour: Behaviour = ({ way, isRaw }) =>
      way === "basic" && isRaw ? badCode() : answer(401, "invalid_client");
    const options = { authentication: "client_secret_basic" as const, secret: "with+special/characters=" };
    const result = await check(behaviour, options);
    expect(result).toMatchObject({
      cause: "other-authentication",
      workingAuthentication: "client_secret_basic_raw",
    });
  });

  it("asks no more often than the question needs", async () => {
    const verified = await check(secretFirst(() => answer(401, "invalid_client")));
    expect(verified.requests).toHaveLength(2);
    const rejected = await check(codeFirst(() => answer(401, "invalid_client")));
    expect(rejected.requests).toHaveLength(3);
  });

  it("sends the registered callback, a verifier and another made-up code each time, and follows nothing", async () => {
    const { requests } = await check(secretFirst(() => answer(401, "invalid_client")));
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
