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

it("answers 404 for what it does not have", async () => {
  expect((await call("/nothing")).status).toBe(404);
  expect((await call("/me", { method: "POST" })).status).toBe(404);
});
