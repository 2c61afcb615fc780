import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestProvider, type TestProvider, testScopes } from "#lib/testing/provider.ts";
import type { FilePage, PracticeFile } from "./files.ts";

let provider: TestProvider;
let token: string;

beforeAll(async () => {
  provider = await startTestProvider();
  token = (await provider.issueTokens({ scopes: [...testScopes, "files:write"] })).access_token;
});
afterAll(() => provider.close());

function call(path: string, init: RequestInit = {}, accessToken = token): Promise<Response> {
  return fetch(`${provider.origin}/api${path}`, {
    ...init,
    headers: { authorization: `Bearer ${accessToken}`, ...init.headers },
  });
}

it("says whose account it is", async () => {
  expect(await (await call("/me")).json()).toEqual({
    id: "person-ada",
    name: "Ada Marlow",
    email: "ada@sandbox.test",
    picture: `${provider.origin}/assets/people/person-ada.svg`,
  });
});

it("keeps the e-mail address to itself without the scope for it", async () => {
  const { access_token } = await provider.issueTokens({ as: "grace", scopes: ["profile"] });
  expect(await (await call("/me", {}, access_token)).json()).toMatchObject({
    name: "Grace Okafor",
    email: null,
  });
});

it("challenges a request without a token, and one with a token that is not good (RFC 6750 §3)", async () => {
  const without = await fetch(`${provider.origin}/api/me`);
  expect([without.status, without.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Sandbox"']);
  const unknown = await call("/me", {}, "unknown");
  expect(unknown.status).toBe(401);
  expect(unknown.headers.get("www-authenticate")).toContain('error="invalid_token"');
});

it("names the scope that a token lacks", async () => {
  const { access_token } = await provider.issueTokens({ scopes: ["profile", "files:read"] });
  const response = await call("/files", { method: "POST", body: '{"name":"a"}' }, access_token);
  expect(response.status).toBe(403);
  expect(response.headers.get("www-authenticate")).toContain(
    'error="insufficient_scope", scope="files:write"',
  );
  expect(await response.json()).toMatchObject({ error: "insufficient_scope", scope: "files:write" });
});

it("pages through every file once", async () => {
  const ids = new Set<string>();
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null && pages < 10; pages++) {
    const page = (await (await call(`/files?limit=25${cursor && `&cursor=${cursor}`}`)).json()) as FilePage;
    for (const { id } of page.items) ids.add(id);
    cursor = page.nextCursor;
  }
  expect(ids.size).toBe(57);
});

it.each(["?limit=0", "?limit=101", "?cursor=file-unknown"])("refuses the page %s", async (query) => {
  expect((await call(`/files${query}`)).status).toBe(422);
});

it("adds, shows and deletes a file", async () => {
  const added = await call("/files", {
    method: "POST",
    body: JSON.stringify({ name: "berth.txt", contentType: "text/plain", sizeBytes: 12 }),
  });
  expect(added.status).toBe(201);
  const file = (await added.json()) as PracticeFile;
  expect(added.headers.get("location")).toBe(`${provider.origin}/api/files/${file.id}`);
  expect(await (await call(`/files/${file.id}`)).json()).toEqual(file);
  expect((await call(`/files/${file.id}`, { method: "DELETE" })).status).toBe(204);
  expect((await call(`/files/${file.id}`)).status).toBe(404);
});

it.each(["", "not json", "{}", '{"name":""}', '{"name":"a","extra":1}'])(
  "refuses the new file %j",
  async (body) => {
    expect((await call("/files", { method: "POST", body })).status).toBe(422);
  },
);

it("serves as many bytes of a file as asked, always the same ones", async () => {
  const [file] = ((await (await call("/files?limit=1")).json()) as FilePage).items;
  const sizeBytes = 3 * 1024 * 1024 + 5;
  const download = async () => {
    const response = await call(`/files/${file?.id}/content?size=${sizeBytes}`);
    expect(response.headers.get("content-length")).toBe(String(sizeBytes));
    expect(response.headers.get("content-type")).toBe(file?.contentType);
    return createHash("sha256")
      .update(new Uint8Array(await response.arrayBuffer()))
      .digest("hex");
  };
  expect(await download()).toBe(await download());
  expect((await (await call(`/files/${file?.id}/content`)).arrayBuffer()).byteLength).toBe(file?.sizeBytes);
});

it("echoes what arrived, and of the token only a fingerprint", async () => {
  const response = await call("/echo?a=1&status=418", {
    method: "PATCH",
    headers: { "x-probe": "yes" },
    body: "héllo",
  });
  const text = await response.text();
  const fingerprint = createHash("sha256").update(token).digest("hex").slice(0, 16);
  expect(response.status).toBe(418);
  expect(JSON.parse(text)).toMatchObject({
    method: "PATCH",
    path: "/api/echo",
    query: { a: "1" },
    headers: { "x-probe": "yes", authorization: `Bearer sha256:${fingerprint}` },
    body: { sizeBytes: 6, text: "héllo" },
  });
  expect(text).not.toContain(token);
});

it("answers a text as any type, as careless APIs do", async () => {
  const response = await call(`/echo?${new URLSearchParams({ type: "text/html", answer: "<b>hello</b>" })}`);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toBe("<b>hello</b>");
});

it("answers with any header that is one", async () => {
  const query = new URLSearchParams({ type: "text/html", answer: "" });
  for (const header of [
    "set-cookie: a=b; Path=/",
    "refresh:0",
    "no field",
    "x-bad: \r\nx: 1",
    "content-type: a/b",
  ])
    query.append("header", header);
  const { headers } = await call(`/echo?${query}`);
  expect([headers.get("set-cookie"), headers.get("refresh"), headers.get("x-bad")]).toEqual([
    "a=b; Path=/",
    "0",
    null,
  ]);
  expect(headers.get("content-type")).toContain("text/html");
});

it("counts what its API is asked", async () => {
  const before = (await provider.stats()).apiRequests;
  await call("/me");
  await fetch(`${provider.origin}/api/me`);
  expect((await provider.stats()).apiRequests).toBe(before + 2);
});

it("answers 404 for what it does not have", async () => {
  expect((await call("/nothing")).status).toBe(404);
  expect((await call("/me", { method: "POST" })).status).toBe(404);
});

it("knows a person by an API key or a password as well, and lets both do everything", async () => {
  const page = await (await fetch(provider.origin)).text();
  const keys = page.match(/sbx_[A-Za-z0-9_-]+/g) ?? [];
  expect(new Set(keys).size).toBe(2);
  const basic = `Basic ${btoa("grace@sandbox.test:north-pier-27")}`;
  for (const [headers, name] of [
    [{ "x-api-key": keys[0] ?? "" }, "Ada Marlow"],
    [{ "x-api-key": keys[1] ?? "" }, "Grace Okafor"],
    [{ authorization: basic }, "Grace Okafor"],
  ] as const) {
    const answer = await fetch(`${provider.origin}/api/me`, { headers });
    expect([answer.status, await answer.json()]).toMatchObject([200, { name }]);
    expect((await fetch(`${provider.origin}/api/files`, { headers })).status).toBe(200);
  }
});

it.each([
  { "x-api-key": "sbx_unknown" },
  { authorization: `Basic ${btoa("ada@sandbox.test:wrong")}` },
  { authorization: "Basic !" },
])("refuses credentials that are nobody's: %j", async (headers) => {
  expect(
    (
      await fetch(`${provider.origin}/api/me`, {
        headers: { ...headers } as unknown as Record<string, string>,
      })
    ).status,
  ).toBe(401);
});

it("repeats no key when it echoes", async () => {
  const [key = ""] = (await (await fetch(provider.origin)).text()).match(/sbx_[A-Za-z0-9_-]+/) ?? [];
  const text = await (await fetch(`${provider.origin}/api/echo`, { headers: { "x-api-key": key } })).text();
  expect(text).toContain('"x-api-key":"sha256:');
  expect(text).not.toContain(key);
});

it("lets a client act for itself, within the scopes that it asked for", async () => {
  const answer = await provider.requestToken({ grant_type: "client_credentials", scope: "profile" });
  const { access_token } = (await answer.json()) as { access_token: string };
  expect(await (await call("/me", {}, access_token)).json()).toEqual({
    id: `client-${provider.client.clientId}`,
    name: `Client ${provider.client.clientId}`,
    email: null,
    picture: null,
  });
  expect((await call("/files", {}, access_token)).status).toBe(403);
});
