import { describe, expect, it } from "vitest";
import type { ErrorCodes } from "#lib/core/provider.ts";
import { verdictOf } from "#lib/testing/client-verdict.ts";
import { looksAt, type TokenAsk, type WireAnswer } from "#lib/testing/token-endpoint.ts";

const error = (status: number, name: string, more: object = {}): WireAnswer => ({
  status,
  body: { error: name, ...more },
});
const form = (status: number, body: string): WireAnswer => ({
  status,
  body,
  headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
});
const page = (status: number): WireAnswer => ({
  status,
  body: "<!doctype html><title>No</title>",
  headers: { "content-type": "text/html" },
});
const challenge = { headers: { "www-authenticate": 'Basic realm="token"' } };
const always = (answer: WireAnswer) => () => answer;
/** By turns, whatever the request says. */
const turns =
  (...answers: WireAnswer[]) =>
  ({ index }: TokenAsk) =>
    answers[index % answers.length] as WireAnswer;
/** The client first, then the code. */
const clientThenCode = (client: WireAnswer, code: WireAnswer) =>
  looksAt(["grant", "client", "redirect", "code"], { client, code });

const grant = error(400, "invalid_grant");
const client = error(401, "invalid_client");
const verified = "verified control-refused";
const refused = "rejected client-refused";
const alike = "inconclusive same-answer";
const unreadable = "inconclusive unreadable";
const unavailable = "inconclusive unavailable";
const unreachable = "inconclusive unreachable";
const unstable = "inconclusive unstable-answer";

// Where no answer is what is wanted, it need not be waited for long.
const patience = (verdict: string) => (verdict === unreachable ? { timeoutMs: 500 } : {});

type Row = [
  behaviour: string,
  behave: (ask: TokenAsk) => WireAnswer,
  right: string,
  wrong: string,
  errorCodes?: ErrorCodes,
];

const rows: Row[] = [
  // The client is looked at first.
  ["401 invalid_client before 400 invalid_grant", clientThenCode(client, grant), verified, refused],
  [
    "the same with a Basic challenge",
    clientThenCode({ ...client, ...challenge } as WireAnswer, grant),
    verified,
    refused,
  ],
  ["invalid_client in a 400", clientThenCode(error(400, "invalid_client"), grant), verified, refused],
  ["403 unauthorized_client", clientThenCode(error(403, "unauthorized_client"), grant), verified, refused],
  ["401 access_denied", clientThenCode(error(401, "access_denied"), grant), verified, refused],
  [
    "401 unauthorized",
    clientThenCode(error(401, "unauthorized"), error(403, "invalid_grant")),
    verified,
    refused,
  ],
  ["401 invalid_grant for the code", clientThenCode(client, error(401, "invalid_grant")), verified, refused],
  ["403 invalid_grant for the code", clientThenCode(client, error(403, "invalid_grant")), verified, refused],
  [
    "names in capitals",
    clientThenCode(error(400, "INVALID_CLIENT"), error(400, "INVALID_GRANT")),
    verified,
    refused,
  ],
  ["422 for the code", clientThenCode(client, error(422, "invalid_code")), verified, refused],
  ["404 for the code", clientThenCode(client, error(404, "code_not_found")), verified, refused],
  [
    "a long description with a number in it",
    clientThenCode(
      error(401, "invalid_client", { error_description: "E7000215: wrong secret", error_codes: [7000215] }),
      error(400, "invalid_grant", { error_description: "E70008: the code", error_codes: [70008] }),
    ),
    verified,
    refused,
  ],
  [
    "a bare challenge without a body",
    clientThenCode({ status: 401, ...challenge }, grant),
    verified,
    refused,
  ],
  [
    "a nameless 401 before a nameless 400",
    clientThenCode({ status: 401, body: { message: "no" } }, { status: 400, body: { message: "no" } }),
    verified,
    refused,
  ],
  [
    "a nameless 403 before invalid_grant",
    clientThenCode({ status: 403, body: { message: "Forbidden" } }, grant),
    verified,
    refused,
  ],
  ["a 401 page before JSON", clientThenCode(page(401), grant), verified, refused],
  [
    "a name of its own for credentials",
    clientThenCode(error(400, "wrong_credentials"), grant),
    verified,
    refused,
  ],

  // Errors in a 200.
  [
    "ok:false in a 200",
    clientThenCode(
      { status: 200, body: { ok: false, error: "bad_client_secret" } },
      { status: 200, body: { ok: false, error: "invalid_code" } },
    ),
    verified,
    refused,
  ],
  [
    "JSON errors in a 200",
    clientThenCode(error(200, "incorrect_client_credentials"), error(200, "bad_verification_code")),
    verified,
    refused,
  ],
  [
    "form errors in a 200",
    clientThenCode(
      form(200, "error=incorrect_client_credentials&error_description=The+client"),
      form(200, "error=bad_verification_code&error_uri=https%3A%2F%2Fdocs.example"),
    ),
    verified,
    refused,
  ],
  [
    "form errors in a 400",
    clientThenCode(form(401, "error=invalid_client"), form(400, "error=invalid_grant")),
    verified,
    refused,
  ],
  [
    "the code first, in a 200",
    looksAt(["code", "client"], { code: error(200, "bad_verification_code") }),
    alike,
    alike,
  ],

  // Errors below other keys, and numbers.
  [
    "an envelope with a code",
    clientThenCode(
      { status: 401, body: { error: { code: "invalid_client", message: "no" } } },
      { status: 400, body: { error: { code: "invalid_grant", message: "no" } } },
    ),
    verified,
    refused,
  ],
  [
    "an envelope with a type",
    clientThenCode(
      { status: 400, body: { error: { type: "invalid_client" } } },
      { status: 400, body: { error: { type: "invalid_grant" } } },
    ),
    verified,
    refused,
  ],
  [
    "a list of errors",
    clientThenCode(
      { status: 401, body: { success: false, errors: [{ errorType: "invalid_client" }] } },
      { status: 400, body: { success: false, errors: [{ errorType: "invalid_grant" }] } },
    ),
    verified,
    refused,
  ],
  [
    "numbers that nobody explains, told apart by the status",
    clientThenCode({ status: 401, body: { code: 40101 } }, { status: 400, body: { code: 40001 } }),
    verified,
    refused,
  ],
  [
    "numbers that nobody explains, in one status",
    clientThenCode(
      { status: 400, body: { error: { code: 101 } } },
      { status: 400, body: { error: { code: 100 } } },
    ),
    alike,
    alike,
  ],
  [
    "numbers that the offering explains",
    clientThenCode(
      { status: 400, body: { error: { code: 1 } } },
      { status: 400, body: { error: { code: 100 } } },
    ),
    verified,
    refused,
    { path: "error.code", names: { 1: "invalid_client", 100: "invalid_grant" } },
  ],

  // Something else is looked at first.
  ["the code first", looksAt(["code", "client"], { code: grant, client }), alike, alike],
  ["the code first, in words of its own", always(error(400, "code_unknown")), alike, alike],
  ["the code first, with a 401", always(error(401, "invalid_grant")), alike, alike],
  ["a parameter that is wanted first", always(error(400, "invalid_request")), alike, alike],
  ["401 invalid_request", always(error(401, "invalid_request")), alike, alike],
  ["the grant type first", always(error(400, "unsupported_grant_type")), alike, alike],
  [
    "the callback first",
    always(error(400, "redirect_uri_mismatch")),
    "inconclusive redirect-refused",
    "inconclusive redirect-refused",
  ],
  ["no such address", always(error(404, "not_found")), alike, alike],
  ["no such method", always(error(405, "method_not_allowed")), alike, alike],
  ["a nameless 400 for everything", always({ status: 400, body: { message: "no" } }), alike, alike],
  ["an empty object in a 200", always({ status: 200, body: {} }), alike, alike],

  // A refused client, whatever was typed: the client's id is unknown there, or its address.
  ["invalid_client for everything", always(client), refused, refused],
  ["unauthorized_client for everything", always(error(400, "unauthorized_client")), refused, refused],
  [
    "a nameless 401 for everything",
    always({ status: 401, body: { message: "Unauthorized" } }),
    refused,
    refused,
  ],
  [
    "a client that may not use codes",
    clientThenCode(client, error(400, "unauthorized_client")),
    "rejected client-not-allowed",
    refused,
  ],

  // A made-up secret that is not refused as one.
  [
    "an error about nothing for a wrong secret",
    clientThenCode(error(400, "E1234"), grant),
    "inconclusive control-not-refused",
    alike,
  ],
  [
    "invalid_request for a wrong secret",
    clientThenCode(error(400, "invalid_request"), grant),
    "inconclusive control-not-refused",
    alike,
  ],
  [
    "invalid_grant for a wrong secret too",
    clientThenCode(error(401, "invalid_grant"), grant),
    "inconclusive control-not-refused",
    alike,
  ],
  ["a firewall's page for a wrong secret", clientThenCode(page(403), grant), unreadable, unreadable],

  // No answer to the question.
  [
    "tokens for any code",
    always({ status: 200, body: { access_token: "t", token_type: "bearer" } }),
    "inconclusive code-accepted",
    "inconclusive code-accepted",
  ],
  [
    "tokens for any code of the right client",
    clientThenCode(client, { status: 200, body: { access_token: "t" } }),
    "inconclusive code-accepted",
    refused,
  ],
  ["nothing in a 200", always({ status: 200 }), unreadable, unreadable],
  ["204", always({ status: 204 }), unreadable, unreadable],
  ["a page in a 200", always(page(200)), unreadable, unreadable],
  ["a firewall's page", always(page(403)), unreadable, unreadable],
  [
    "half of its JSON",
    always({ status: 200, body: '{"error":"inv', headers: { "content-type": "application/json" } }),
    unreadable,
    unreadable,
  ],
  [
    "a body that breaks off",
    always({ breaks: "half-way", status: 400, body: '{"error":"invalid_gr' }),
    unreadable,
    unreadable,
  ],
  [
    "a megabyte",
    always({ status: 400, body: { error: "invalid_grant", pad: "x".repeat(1_000_000) } }),
    unreadable,
    unreadable,
  ],
  [
    "a redirect to a sign-in page",
    always({ status: 302, headers: { location: "/login" } }),
    unreadable,
    unreadable,
  ],
  [
    "307 to another address",
    always({ status: 307, headers: { location: "/elsewhere" } }),
    unreadable,
    unreadable,
  ],
  [
    "redirects that hold errors",
    clientThenCode(
      { ...client, status: 302, headers: { location: "/a" } } as WireAnswer,
      { ...grant, status: 302, headers: { location: "/b" } } as WireAnswer,
    ),
    unreadable,
    unreadable,
  ],
  [
    "429 with Retry-After",
    always({ status: 429, body: { error: "slow_down" }, headers: { "retry-after": "30" } }),
    unavailable,
    unavailable,
  ],
  ["429 for a wrong secret", clientThenCode(error(429, "invalid_client"), grant), unavailable, unavailable],
  ["500 with a name", always(error(500, "server_error")), unavailable, unavailable],
  [
    "500 that names the client",
    clientThenCode(error(500, "invalid_client"), grant),
    unavailable,
    unavailable,
  ],
  ["a 502 page", always(page(502)), unavailable, unavailable],
  ["503 in JSON", always({ status: 503, body: { message: "later" } }), unavailable, unavailable],
  [
    "temporarily_unavailable in a 400",
    always(error(400, "temporarily_unavailable")),
    unavailable,
    unavailable,
  ],
  ["a connection that breaks", always({ breaks: "at once" }), unreachable, unreachable],
  ["no answer in time", always({ breaks: "never answers" }), unreachable, unreachable],
  [
    "a wrong secret that gets no answer",
    clientThenCode({ breaks: "at once" }, grant),
    unreachable,
    unreachable,
  ],

  // Answers that have to do with the time and not with the secret.
  ["two servers that take turns", turns(grant, client), unstable, unstable],
  [
    "the same two the other way round",
    turns(client, grant),
    "inconclusive control-not-refused",
    "inconclusive control-not-refused",
  ],
  [
    "a firewall that wakes up",
    ({ index }) => (index === 0 ? grant : { status: 403, body: { message: "blocked" } }),
    unstable,
    unstable,
  ],
  ["a client that is locked out on the way", ({ index }) => (index < 1 ? grant : client), unstable, unstable],
  [
    "a limit that strikes half-way",
    ({ index }) => (index < 2 ? ([grant, client][index] as WireAnswer) : error(429, "slow_down")),
    unavailable,
    unavailable,
  ],
  ["a mood that changes", turns(grant, client, client, error(400, "invalid_code")), unstable, unstable],
];

describe("the client check over real HTTP", () => {
  it("meets at least forty behaviours, each under its own name", () => {
    expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  it.each(rows)("right secret, the provider answers by: %s", async (_, behave, right, _wrong, errorCodes) => {
    expect(await verdictOf(behave, { errorCodes, ...patience(right) })).toBe(right);
  });

  it.each(rows)("wrong secret, the provider answers by: %s", async (_, behave, _right, wrong, errorCodes) => {
    expect(wrong).not.toMatch(/^verified/);
    expect(await verdictOf(behave, { typed: "s3cret-Mistyped-9", errorCodes, ...patience(wrong) })).toBe(
      wrong,
    );
  });
});
