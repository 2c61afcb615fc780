import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { type Answerer, jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { revokeTokens } from "./revocation.ts";

const refreshToken = new Secret("rt-1");
const accessToken = new Secret("at-1");

async function revoke(answer: Answerer, revocation: Partial<Provider["revocation"]> = {}, more = {}) {
  const { fetch, requests } = scriptedFetch(answer);
  const plain = plainProvider();
  const provider = { ...plain, revocation: { ...plain.revocation, ...revocation } };
  const outcome = await revokeTokens({
    provider,
    client: plainClient(),
    refreshToken,
    accessToken,
    fetch,
    ...more,
  });
  return { outcome, requests };
}

const ok = () => new Response(null, { status: 200 });

describe("revocation", () => {
  it("F-07: revokes the refresh token first and then the access token, with the client's own authentication", async () => {
    const { outcome, requests } = await revoke(ok);
    expect(outcome).toEqual({ status: "revoked", cause: "revoked", retryAfterMs: null });
    expect(requests.map(({ form }) => [form.get("token"), form.get("token_type_hint")])).toEqual([
      ["rt-1", "refresh_token"],
      ["at-1", "access_token"],
    ]);
    for (const { form, method, redirect, url } of requests) {
      expect([method, redirect, url.href]).toEqual(["POST", "manual", "https://id.plain.example/revoke"]);
      expect([form.get("client_id"), form.get("client_secret")]).toEqual(["client-1", "s3cret-Stored-9"]);
    }
  });

  it("F-07: asks once where one token ends the whole grant", async () => {
    const { requests } = await revoke(ok, { scope: "grant" });
    expect(requests.map(({ form }) => form.get("token"))).toEqual(["rt-1"]);
    const withoutRefresh = await revoke(ok, { scope: "grant" }, { refreshToken: null });
    expect(withoutRefresh.requests.map(({ form }) => form.get("token"))).toEqual(["at-1"]);
  });

  const answers: [string, () => Response, string, string][] = [
    ["200", ok, "revoked", "revoked"],
    ["204", () => new Response(null, { status: 204 }), "revoked", "revoked"],
    ["400 invalid_token", () => jsonAnswer(400, { error: "invalid_token" }), "revoked", "already-gone"],
    ["400 invalid_grant", () => jsonAnswer(400, { error: "invalid_grant" }), "revoked", "already-gone"],
    [
      "400 unsupported_token_type",
      () => jsonAnswer(400, { error: "unsupported_token_type" }),
      "unavailable",
      "unsupported-token-type",
    ],
    ["401", () => new Response(null, { status: 401 }), "unavailable", "client-refused"],
    [
      "400 invalid_client",
      () => jsonAnswer(400, { error: "invalid_client" }),
      "unavailable",
      "client-refused",
    ],
    ["403 with a page", () => new Response("<html>", { status: 403 }), "unavailable", "refused"],
    ["404", () => new Response("<html>", { status: 404 }), "unavailable", "refused"],
    [
      "302",
      () => new Response(null, { status: 302, headers: { location: "https://x.example" } }),
      "unavailable",
      "redirected",
    ],
    [
      "307",
      () => new Response(null, { status: 307, headers: { location: "https://x.example" } }),
      "unavailable",
      "redirected",
    ],
    ["500", () => new Response(null, { status: 500 }), "retry", "busy"],
    ["a 200 that says no", () => jsonAnswer(200, { ok: false, error: "internal_error" }), "retry", "busy"],
    [
      "a 200 that says it is gone",
      () => jsonAnswer(200, { ok: false, error: "token_revoked" }),
      "revoked",
      "already-gone",
    ],
    ["a 200 that refuses", () => jsonAnswer(200, { error: "no_permission" }), "unavailable", "refused"],
  ];

  it.each(answers)("F-07: understands %s", async (_, answer, status, cause) => {
    const { outcome } = await revoke(answer, { scope: "grant" });
    expect(outcome).toEqual({ status, cause, retryAfterMs: null });
  });

  it("F-07: keeps the pause of a 503 and stops there", async () => {
    const busy = () => new Response(null, { status: 503, headers: { "retry-after": "30" } });
    const { outcome, requests } = await revoke(busy);
    expect(outcome).toEqual({ status: "retry", cause: "busy", retryAfterMs: 30_000 });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["a timeout", new DOMException("t", "TimeoutError"), "retry", "unreachable"],
    ["no connection", new AppError("provider-unreachable", "x"), "retry", "unreachable"],
    ["the egress guard", new AppError("egress-blocked", "x"), "unavailable", "blocked"],
  ])("F-07: understands %s", async (_, error, status, cause) => {
    const { outcome } = await revoke(() => {
      throw error;
    });
    expect(outcome).toMatchObject({ status, cause });
  });

  it("F-07: counts the refresh token's answer when the provider knows no access tokens here", async () => {
    const { outcome } = await revoke((_, index) =>
      index === 0 ? ok() : jsonAnswer(400, { error: "unsupported_token_type" }),
    );
    expect(outcome.status).toBe("revoked");
    const refused = await revoke((_, index) =>
      index === 0 ? jsonAnswer(400, { error: "unsupported_token_type" }) : ok(),
    );
    expect(refused.outcome.status).toBe("unavailable");
  });

  it.each([
    ["none", { kind: "none" }, "not-offered"],
    ["unknown", { kind: "unknown" }, "not-offered"],
    ["no address", { url: null }, "not-offered"],
    ["a fact that is missing", { url: "https://id.plain.example/grants/{grantId}" }, "missing-data"],
    ["a parameter that is missing", { params: { account: "{account_id}" } }, "missing-data"],
  ] as const)("F-07: is not available with %s, and asks nobody", async (_, revocation, cause) => {
    const { outcome, requests } = await revoke(ok, revocation);
    expect(outcome).toEqual({ status: "unavailable", cause, retryAfterMs: null });
    expect(requests).toHaveLength(0);
  });

  it("is not available without any token", async () => {
    const { outcome } = await revoke(ok, {}, { refreshToken: null, accessToken: null });
    expect(outcome.cause).toBe("no-token");
  });

  it("speaks each dialect: Bearer and DELETE, Basic and JSON, id alone, query, headers and parameters of its own", async () => {
    const custom = { kind: "custom", scope: "grant", tokenParam: "access_token" } as const;
    const one = async (revocation: Partial<Provider["revocation"]>, more = {}) => {
      const { requests } = await revoke(ok, { ...custom, ...revocation }, more);
      expect(requests).toHaveLength(1);
      return requests[0] as (typeof requests)[number];
    };
    const bearer = await one({ auth: "bearer", method: "DELETE", bodyFormat: "none", tokenParam: null });
    expect([bearer.method, bearer.headers.get("authorization"), bearer.body]).toEqual([
      "DELETE",
      "Bearer at-1",
      "",
    ]);

    const basic = await one({
      auth: "basic",
      bodyFormat: "json",
      url: "https://id.plain.example/{client_id}/grant",
    });
    expect(basic.url.pathname).toBe("/client-1/grant");
    expect(basic.headers.get("authorization")).toBe(`Basic ${btoa("client-1:s3cret-Stored-9")}`);
    expect(JSON.parse(basic.body)).toEqual({ access_token: "at-1" });

    const idOnly = await one({ auth: "client_id_only" });
    expect(idOnly.body).toBe("access_token=at-1&client_id=client-1");

    const query = await one({ auth: "none", bodyFormat: "query", tokenParam: "token" });
    expect([query.url.search, query.body]).toEqual(["?token=at-1", ""]);

    const own = await one(
      { auth: "custom", headers: { Authorization: "Client {client_secret}" }, params: { who: "{account}" } },
      { data: { account: 7 } },
    );
    expect([own.headers.get("authorization"), own.form.get("who")]).toEqual(["Client s3cret-Stored-9", "7"]);

    const secret = await one({ auth: "bearer-secret", tokenParam: null });
    expect(secret.headers.get("authorization")).toBe("Bearer s3cret-Stored-9");
  });

  it("F-05: calls no address that is not plain https, even when it stands in the database", async () => {
    await expect(revoke(ok, { url: "http://id.plain.example/revoke" })).rejects.toMatchObject({
      code: "egress-blocked",
    });
  });
});
