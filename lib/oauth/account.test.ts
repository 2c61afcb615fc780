import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import type { AccountLookup } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { type Answerer, jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { findAccount, lookUpAccount } from "./account.ts";

const lookup: AccountLookup = {
  url: "https://api.plain.example/me",
  method: "GET",
  headers: {},
  body: null,
  idPath: "user.id",
  labelPath: "user.name",
  emailPath: "user.emails[0]",
  picturePath: "user.picture",
};

function ask(
  answer: Answerer,
  { account = lookup as AccountLookup | null, subject = null as string | null, data = {} } = {},
) {
  const { fetch, requests } = scriptedFetch(answer);
  const grant = { accessToken: new Secret("at-1"), data, subject };
  return { input: { provider: plainProvider({ account }), client: plainClient(), grant, fetch }, requests };
}

const user = (more: object) => () => jsonAnswer(200, { user: { id: 7, ...more } });

describe("the account behind a grant", () => {
  it("is read at the paths of the offering, with the token in the header", async () => {
    const { input, requests } = ask(
      user({ name: "Ada", emails: ["ada@plain.example"], picture: "https://img.example/a.png" }),
    );
    await expect(findAccount(input)).resolves.toEqual({
      id: "7",
      label: "Ada",
      email: "ada@plain.example",
      pictureUrl: "https://img.example/a.png",
    });
    const [request] = requests;
    expect(request?.headers.get("authorization")).toBe("Bearer at-1");
    expect(request?.headers.get("user-agent")).toMatch(/^Mooring/);
    expect([request?.method, request?.redirect]).toEqual(["GET", "manual"]);
  });

  it.each(["7\u0000", "7\ud800", "7\r\nx", "\u202e7", "7".repeat(256)])(
    "V-06: is nobody's with an id like %j",
    async (id) => {
      const { input } = ask(() => jsonAnswer(200, { user: { id } }));
      await expect(findAccount(input)).resolves.toBeNull();
      await expect(lookUpAccount(input)).rejects.toMatchObject({ code: "provider-misbehaved" });
      const named = ask(() => new Response("no", { status: 500 }), { subject: id });
      await expect(findAccount(named.input)).resolves.toBeNull();
    },
  );

  it("may be asked for with a POST, headers of its own and facts of the grant in the address", async () => {
    const account = {
      ...lookup,
      url: "{api_domain}/me",
      method: "POST" as const,
      headers: { Authorization: "Own {access_token}", "Content-Type": "application/json" },
      body: '{"query":"{ me { id } }"}',
    };
    const { input, requests } = ask(user({}), { account, data: { api_domain: "https://eu.plain.example" } });
    await findAccount(input);
    const [request] = requests;
    expect([request?.url.href, request?.method]).toEqual(["https://eu.plain.example/me", "POST"]);
    expect(request?.headers.get("authorization")).toBe("Own at-1");
    expect(request?.body).toBe(account.body);
  });

  it("V-06: has a name without control and direction characters, of a bearable length", async () => {
    const name = `\u202Eevil\u0000\u001b[31m <b>x</b>\n${"é".repeat(500)}`;
    const account = await findAccount(ask(user({ name })).input);
    expect(account?.label).toMatch(/^evil \[31m <b>x<\/b> é+$/);
    expect([...(account?.label ?? "")]).toHaveLength(200);
  });

  it.each(["javascript:alert(1)", "http://img.example/a.png", "https://u:p@img.example/", "no url", 7])(
    "V-06: has no picture at %o",
    async (picture) => {
      expect((await findAccount(ask(user({ picture })).input))?.pictureUrl).toBeNull();
    },
  );

  const failures: [string, Answerer, string][] = [
    ["a refusal", () => jsonAnswer(403, { message: "no" }), "provider-rejected"],
    ["a page", () => new Response("<html>"), "provider-misbehaved"],
    ["an answer without an id", () => jsonAnswer(200, { user: {} }), "provider-misbehaved"],
    [
      "an error in a 200",
      () => jsonAnswer(200, { ok: false, error: "invalid_auth", user: { id: 1 } }),
      "provider-misbehaved",
    ],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "/" } }),
      "provider-rejected",
    ],
    [
      "no answer",
      () => {
        throw new TypeError("fetch failed: authorization: Bearer at-1");
      },
      "provider-unreachable",
    ],
  ];

  it.each(failures)("R-04: %s costs the name, not the connection", async (_, answer, code) => {
    await expect(findAccount(ask(answer).input)).resolves.toBeNull();
    await expect(findAccount(ask(answer, { subject: "sub-1" }).input)).resolves.toMatchObject({
      id: "sub-1",
    });
    const problem = await lookUpAccount(ask(answer).input).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(AppError);
    expect((problem as AppError).code).toBe(code);
    expect(String((problem as AppError).stack)).not.toContain("at-1");
  });

  it("F-17: is not taken from user info about somebody else", async () => {
    const account = { ...lookup, idPath: "sub" };
    const other = () => jsonAnswer(200, { sub: "mallory", user: { name: "Mallory" } });
    await expect(findAccount(ask(other, { account, subject: "ada" }).input)).resolves.toEqual({
      id: "ada",
      label: null,
      email: null,
      pictureUrl: null,
    });
  });

  it("is nobody where the provider has no such call", async () => {
    const { input, requests } = ask(user({}), { account: null });
    await expect(findAccount(input)).resolves.toBeNull();
    expect(requests).toHaveLength(0);
  });
});
