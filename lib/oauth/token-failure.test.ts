import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { refreshTokens } from "./refresh-grant.ts";
import { isTokenFailure, type TokenFailure, tokenFailureProblem } from "./token-failure.ts";

const now = new Date("2026-03-01T12:00:00Z");
const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };
const form = { "content-type": "application/x-www-form-urlencoded" };

type Answer = [status: number, body: string, headers?: Record<string, string>];

function refresh(answer: () => Response): Promise<unknown> {
  return refreshTokens({
    provider: plainProvider(),
    client: plainClient(),
    redirectUri: "https://mooring.example/oauth/callback",
    refreshToken: new Secret("old-refresh"),
    scopes: [],
    fetch: scriptedFetch(answer).fetch,
    now: () => now,
  }).catch((error: unknown) => error);
}

async function failureOf([status, body, headers = json]: Answer): Promise<TokenFailure> {
  const outcome = await refresh(() => new Response(body || null, { status, headers }));
  if (!isTokenFailure(outcome)) throw new Error(`no token failure: ${String(outcome)}`);
  return outcome;
}

const error = (name: string, more: Record<string, unknown> = {}) => JSON.stringify({ error: name, ...more });
const page = "<!doctype html><title>Bad gateway</title>";

const answers: [name: string, answer: Answer, wanted: TokenFailure["class"], error: string | null][] = [
  ["a dead refresh token", [400, error("invalid_grant")], "permanent-grant", "invalid_grant"],
  ["a dead refresh token with 401", [401, error("invalid_grant")], "permanent-grant", "invalid_grant"],
  ["Atlassian's 403", [403, error("invalid_grant")], "permanent-grant", "invalid_grant"],
  ["GitHub's error in a 200", [200, error("bad_refresh_token")], "permanent-grant", "bad_refresh_token"],
  [
    "GitHub's error in a form",
    [200, "error=bad_refresh_token&error_description=x", form],
    "permanent-grant",
    "bad_refresh_token",
  ],
  [
    "a code used twice at GitHub",
    [200, error("bad_verification_code")],
    "permanent-grant",
    "bad_verification_code",
  ],
  [
    "Slack's ok:false",
    [200, '{"ok":false,"error":"invalid_refresh_token"}'],
    "permanent-grant",
    "invalid_refresh_token",
  ],
  [
    "Slack's revoked token",
    [200, '{"ok":false,"error":"token_revoked"}'],
    "permanent-grant",
    "token_revoked",
  ],
  [
    "HubSpot's status word",
    [400, '{"status":"BAD_REFRESH_TOKEN","message":"x"}'],
    "permanent-grant",
    "BAD_REFRESH_TOKEN",
  ],
  [
    "a list of errors",
    [400, '{"errors":[{"errorType":"invalid_grant","message":"x"}]}'],
    "permanent-grant",
    "invalid_grant",
  ],
  ["a person who must act", [400, error("interaction_required")], "permanent-grant", "interaction_required"],
  ["an error after a BOM", [400, `\uFEFF${error("invalid_grant")}`], "permanent-grant", "invalid_grant"],
  ["an error with a wrong type", [400, error("invalid_grant"), html], "permanent-grant", "invalid_grant"],
  [
    "an error with an envelope",
    [400, '{"error":{"code":"invalid_grant","message":"x"}}'],
    "permanent-grant",
    "invalid_grant",
  ],

  ["a wrong secret", [401, error("invalid_client")], "permanent-client", "invalid_client"],
  ["a wrong secret with 400", [400, error("invalid_client")], "permanent-client", "invalid_client"],
  [
    "a wrong secret at GitHub",
    [200, error("incorrect_client_credentials")],
    "permanent-client",
    "incorrect_client_credentials",
  ],
  [
    "a wrong secret at Slack",
    [200, '{"ok":false,"error":"bad_client_secret"}'],
    "permanent-client",
    "bad_client_secret",
  ],
  ["a client that may not", [403, error("unauthorized_client")], "permanent-client", "unauthorized_client"],
  [
    "a grant type that is off",
    [400, error("unsupported_grant_type")],
    "permanent-client",
    "unsupported_grant_type",
  ],
  ["Atlassian's access_denied", [403, error("access_denied")], "permanent-client", "access_denied"],
  ["a scope that is not allowed", [400, error("invalid_scope")], "permanent-client", "invalid_scope"],
  ["a request that is wrong", [400, error("invalid_request")], "permanent-client", "invalid_request"],
  ["a target that is wrong", [400, error("invalid_target")], "permanent-client", "invalid_target"],
  ["a deleted client", [401, error("deleted_client")], "permanent-client", "deleted_client"],
  ["a bare Basic challenge", [401, "", { "www-authenticate": 'Basic realm="x"' }], "permanent-client", null],

  ["too many requests", [429, "", {}], "transient", null],
  ["too many requests, blaming the grant", [429, error("invalid_grant")], "transient", "invalid_grant"],
  ["a request timeout", [408, "", {}], "transient", null],
  ["too early", [425, "", {}], "transient", null],
  ["an internal error", [500, error("server_error")], "transient", "server_error"],
  ["an internal error, blaming the grant", [500, error("invalid_grant")], "transient", "invalid_grant"],
  ["an HTML 502", [502, page, html], "transient", null],
  ["an unavailable service", [503, error("temporarily_unavailable")], "transient", "temporarily_unavailable"],
  ["a gateway timeout", [504, "", {}], "transient", null],
  ["an error of a proxy in front", [522, page, html], "transient", null],
  ["trouble with a 400", [400, error("temporarily_unavailable")], "transient", "temporarily_unavailable"],
  ["slow_down", [400, error("slow_down")], "transient", "slow_down"],
  ["Slack's rate limit in a 200", [200, '{"ok":false,"error":"ratelimited"}'], "transient", "ratelimited"],

  ["an empty 200", [200, "", json], "ambiguous", null],
  ["a truncated 200", [200, '{"access_token":"abc', json], "ambiguous", null],
  ["a garbled 200", [200, '{"access_token":}', json], "ambiguous", null],
  ["a 204", [204, "", {}], "ambiguous", null],

  ["a 200 without tokens", [200, "{}"], "misbehaved", null],
  [
    "a 200 with an error of its own",
    [200, error("unverified_user_email")],
    "misbehaved",
    "unverified_user_email",
  ],
  ["an HTML 200", [200, page, html], "misbehaved", null],
  ["an HTML 404", [404, page, html], "misbehaved", null],
  ["an HTML 403 of a firewall", [403, page, html], "misbehaved", null],
  ["a redirect", [302, "", { location: "https://id.plain.example/login" }], "misbehaved", null],
  [
    "a redirect that would send the body again",
    [307, "", { location: "https://evil.example/" }],
    "misbehaved",
    null,
  ],
  ["a list", [200, "[]"], "misbehaved", null],
  ["a text", [200, "OK", { "content-type": "text/plain" }], "misbehaved", null],
  [
    "more than 256 KB",
    [200, JSON.stringify({ access_token: "t", pad: "x".repeat(262_144) })],
    "misbehaved",
    null,
  ],
  ["an unknown error", [400, error("something_else")], "misbehaved", "something_else"],
  ["a 401 that names nothing", [401, '{"message":"Unauthorized"}'], "misbehaved", null],
  ["an error that is no word", [400, error("your code AbC-123 <b>is</b> wrong")], "misbehaved", null],
];

describe("what a refusal of the token endpoint means", () => {
  it.each(answers)("R-02: %s", async (_, answer, wanted, name) => {
    const failure = await failureOf(answer);
    expect({ class: failure.class, error: failure.error, status: failure.status }).toEqual({
      class: wanted,
      error: name,
      status: answer[0],
    });
  });

  it.each([
    ["seconds", "7", 7_000],
    ["a date", "Sun, 01 Mar 2026 12:01:00 GMT", 60_000],
    ["a day", "86400", 3_600_000],
    ["nonsense", "later", null],
  ])("R-07: keeps Retry-After in %s", async (_, value, ms) => {
    const failure = await failureOf([429, "", { "retry-after": value }]);
    expect(failure.retryAfterMs).toBe(ms);
  });

  const thrown = (code: string) =>
    Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(code), { code }) });
  const unreachable = (stage: string, reason: string) =>
    new AppError("provider-unreachable", "x", { extensions: { stage, reason } });

  it.each<[string, unknown, TokenFailure["class"]]>([
    ["an unknown host", thrown("ENOTFOUND"), "transient"],
    ["a resolver in trouble", thrown("EAI_AGAIN"), "transient"],
    ["a refused connection", thrown("ECONNREFUSED"), "transient"],
    ["a connect timeout", thrown("UND_ERR_CONNECT_TIMEOUT"), "transient"],
    ["an expired certificate", thrown("CERT_HAS_EXPIRED"), "transient"],
    ["a self-signed certificate", thrown("DEPTH_ZERO_SELF_SIGNED_CERT"), "transient"],
    ["a reset", thrown("ECONNRESET"), "ambiguous"],
    ["a closed socket", thrown("UND_ERR_SOCKET"), "ambiguous"],
    ["a timeout for the headers", thrown("UND_ERR_HEADERS_TIMEOUT"), "ambiguous"],
    ["our own timeout", new DOMException("timed out", "TimeoutError"), "ambiguous"],
    ["a failure nobody knows", new TypeError("fetch failed"), "ambiguous"],
    ["the guard: not connected", unreachable("connect", "timeout"), "transient"],
    ["the guard: no such name", unreachable("exchange", "dns"), "transient"],
    ["the guard: reset in the exchange", unreachable("exchange", "reset"), "ambiguous"],
    ["the guard: no valid HTTP", new AppError("provider-misbehaved", "x"), "misbehaved"],
  ])("R-02: %s, before any answer", async (_, cause, wanted) => {
    const failure = await refresh(() => {
      throw cause;
    });
    expect(isTokenFailure(failure) && { class: failure.class, status: failure.status }).toEqual({
      class: wanted,
      status: null,
    });
  });

  it("R-02: a body that breaks off is ambiguous after a 200", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"access_token":"a'));
      },
      pull(controller) {
        controller.error(new Error("other side closed"));
      },
    });
    const failure = await refresh(() => new Response(body, { status: 200, headers: json }));
    expect(failure).toMatchObject({ class: "ambiguous", status: 200 });
  });

  it("hands the egress guard's refusal on as it is", async () => {
    const blocked = new AppError("egress-blocked", "private address");
    const outcome = await refresh(() => {
      throw blocked;
    });
    expect(outcome).toBe(blocked);
  });

  it("holds no word of the body and no secret of the request", async () => {
    const failure = await failureOf([
      400,
      error("invalid_grant", { error_description: "old-refresh s3cret-Stored-9" }),
    ]);
    const shown = JSON.stringify([
      failure.message,
      failure.stack,
      { ...failure },
      tokenFailureProblem(failure, "Plain"),
    ]);
    expect(shown).not.toMatch(/old-refresh|s3cret/);
  });

  it.each([
    [400, "invalid_grant", "provider-rejected"],
    [401, "invalid_client", "provider-rejected"],
    [503, "server_error", "provider-unreachable"],
    [400, "something_else", "provider-misbehaved"],
  ])("is told to people as a problem: %d %s is %s", async (status, name, code) => {
    const failure = await failureOf([status, error(name), { ...json, "retry-after": "9" }]);
    const problem = tokenFailureProblem(failure, "Plain");
    expect(problem.code).toBe(code);
    expect(problem.detail).toContain("Plain");
    expect(problem.headers).toEqual(status === 503 ? { "Retry-After": "9" } : {});
  });
});
