import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdictOf } from "#lib/testing/client-verdict.ts";
import { looksAt, type TokenAsk, type Way, type WireAnswer } from "#lib/testing/token-endpoint.ts";

const client: WireAnswer = { status: 401, body: { error: "invalid_client" } };
const grant: WireAnswer = { status: 400, body: { error: "invalid_grant" } };
const request: WireAnswer = { status: 400, body: { error: "invalid_request" } };
const redirect: WireAnswer = { status: 400, body: { error: "redirect_uri_mismatch" } };
/** A provider that reads credentials in these ways only. */
const taking = (...ways: Way[]) => looksAt(["client", "redirect", "code"], { client, code: grant }, ways);

const plain = "s3cret-Stored-9";
const odd = "with+special/characters=";

describe("the client check and the way of sending credentials", () => {
  it.each([
    ["post", taking("post"), "client_secret_post", plain, "verified control-refused"],
    ["basic", taking("basic"), "client_secret_basic", plain, "verified control-refused"],
    ["basic, encoded", taking("basic"), "client_secret_basic", odd, "verified control-refused"],
    ["basic, raw", taking("raw"), "client_secret_basic_raw", odd, "verified control-refused"],
    [
      "post where only basic is read",
      taking("basic"),
      "client_secret_post",
      plain,
      "rejected other-authentication client_secret_basic",
    ],
    [
      "basic where only post is read",
      taking("post"),
      "client_secret_basic",
      plain,
      "rejected other-authentication client_secret_post",
    ],
    [
      "raw where only post is read",
      taking("post"),
      "client_secret_basic_raw",
      odd,
      "rejected other-authentication client_secret_post",
    ],
    [
      "post where only raw basic is read",
      taking("raw"),
      "client_secret_post",
      odd,
      "rejected other-authentication client_secret_basic_raw",
    ],
    [
      "encoded where nothing is decoded",
      taking("raw"),
      "client_secret_basic",
      odd,
      "rejected other-authentication client_secret_basic_raw",
    ],
    [
      "raw where everything is decoded",
      taking("basic"),
      "client_secret_basic_raw",
      odd,
      "rejected other-authentication client_secret_basic",
    ],
    [
      "a way whose absence is blamed on the request",
      looksAt(["client", "code"], { client: request, code: grant }, ["basic"]),
      "client_secret_post",
      plain,
      "inconclusive same-answer",
    ],
  ] as const)("right secret, sent by %s", async (_, behave, authentication, secret, wanted) => {
    expect(await verdictOf(behave, { authentication, secret })).toBe(wanted);
  });

  it.each([
    ["client_secret_post", taking("basic")],
    ["client_secret_basic", taking("post")],
    ["client_secret_basic_raw", taking("raw")],
    ["client_secret_post", taking("post", "basic", "raw")],
  ] as const)("wrong secret, sent by %s, is wrong in every way", async (authentication, behave) => {
    const wanted = "rejected client-refused";
    expect(await verdictOf(behave, { authentication, secret: odd, typed: "another+secret/of=ours" })).toBe(
      wanted,
    );
  });

  it("never takes another way for working that answers every secret alike", async () => {
    const behave = ({ ways }: TokenAsk) => (ways.includes("post") ? client : grant);
    expect(await verdictOf(behave)).toBe("rejected client-refused");
  });

  it("does not take two servers in turns for another way that works", async () => {
    const behave = ({ ways, index }: TokenAsk) => (ways.includes("post") || index % 2 ? client : grant);
    expect(await verdictOf(behave)).toBe("rejected client-refused");
  });
});

describe("the client check and a callback address that is not registered", () => {
  const unregistered = { isRegistered: false };

  it.each([
    ["the client, then the address", ["client", "redirect", "code"], redirect, "rejected redirect-refused"],
    [
      "the address, then the client",
      ["redirect", "client", "code"],
      redirect,
      "inconclusive redirect-refused",
    ],
    ["the code before the address", ["client", "code", "redirect"], redirect, "verified control-refused"],
    [
      "the client, and calls the address a bad code",
      ["client", "redirect", "code"],
      grant,
      "verified control-refused",
    ],
    [
      "the address, and calls it a bad client",
      ["redirect", "client", "code"],
      client,
      "rejected client-refused",
    ],
    [
      "the address, and calls it a bad request",
      ["redirect", "client", "code"],
      request,
      "inconclusive same-answer",
    ],
  ] as const)("looked at: %s", async (_, order, answer, wanted) => {
    const behave = looksAt(order, { client, redirect: answer, code: grant });
    expect(await verdictOf(behave, unregistered)).toBe(wanted);
  });
});

describe("an answer that has nothing to do with the secret", () => {
  const names = fc.constantFrom(
    ...["invalid_client", "invalid_grant", "invalid_request", "unauthorized_client", "access_denied", "odd"],
    ...["redirect_uri_mismatch", "temporarily_unavailable", "bad_client_secret", "INVALID_CLIENT", "x y", ""],
  );
  const body = fc.oneof(
    names.map((error) => ({ error })),
    names.map((code) => ({ error: { code } })),
    names.map((error) => ({ ok: false, error })),
    names.map((error) => `error=${error}`),
    fc.constantFrom("", "<html>", "{", "[]", "null", "42"),
    fc.json(),
    fc.record({ access_token: fc.string(), token_type: fc.constant("bearer") }),
  );
  const status = fc.oneof(
    fc.constantFrom(
      200,
      201,
      204,
      301,
      302,
      307,
      400,
      401,
      402,
      403,
      404,
      405,
      408,
      409,
      422,
      425,
      429,
      500,
      502,
      503,
    ),
    fc.integer({ min: 200, max: 599 }),
  );
  const type = fc.constantFrom(
    "application/json",
    "text/html",
    "text/plain",
    "application/x-www-form-urlencoded",
  );
  const challenge = fc.constantFrom<Record<string, string>>(
    {},
    { "www-authenticate": "Basic" },
    { "retry-after": "5" },
  );
  const answer = fc.tuple(status, body, type, challenge).map(
    ([status, body, type, more]): WireAnswer => ({
      status,
      body,
      headers: { "content-type": type, ...more },
    }),
  );

  it("never comes out verified, whatever it is, for a right secret and for a wrong one", async () => {
    await fc.assert(
      fc.asyncProperty(answer, fc.boolean(), async (same, isRight) => {
        expect(await verdictOf(() => same, isRight ? {} : { typed: "another-Secret-1" })).not.toMatch(
          /^verified/,
        );
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("nor do two that come by turns, whatever they are", async () => {
    await fc.assert(
      fc.asyncProperty(answer, answer, async (one, other) => {
        expect(await verdictOf(({ index }) => (index % 2 ? other : one))).not.toMatch(/^verified/);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("nor one that changes once, whenever that is", async () => {
    await fc.assert(
      fc.asyncProperty(answer, answer, fc.integer({ min: 1, max: 5 }), async (before, after, moment) => {
        expect(await verdictOf(({ index }) => (index < moment ? before : after))).not.toMatch(/^verified/);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
