import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { html } from "./pages/html.ts";

let provider: TestProvider;
beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

const asPage = { headers: { accept: "text/html" } };

it("escapes every value of a page", () => {
  const { markup } = html`<p title="${`"><script>`}">${["<b>", html`<i>&amp;</i>`, null, false]}</p>`;
  expect(markup).toBe('<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;<i>&amp;</i></p>');
});

it("shows the second client's secret on its start page and the first one's nowhere", async () => {
  const page = await (await fetch(provider.origin)).text();
  expect(page).toContain(provider.secondClient.clientSecret.reveal());
  expect(page).not.toContain(provider.client.clientSecret.reveal());
});

it("says on its error page what was sent, escaped", async () => {
  const url = new URL("/authorize", provider.origin);
  url.search = new URLSearchParams({
    client_id: provider.client.clientId,
    response_type: "code",
    redirect_uri: "https://evil.example/<script>",
  }).toString();
  const response = await fetch(url, asPage);
  const page = await response.text();
  expect(response.status).toBe(400);
  expect(page).toContain("https://evil.example/&lt;script&gt;");
});

it("explains a sign-in that is over, and an address where nothing is", async () => {
  const over = await fetch(`${provider.origin}/interaction/gone`, asPage);
  expect([over.status, await over.text()]).toEqual([410, expect.stringContaining("This sign-in is over")]);
  const nothing = await fetch(`${provider.origin}/nowhere`, asPage);
  expect([nothing.status, await nothing.text()]).toEqual([404, expect.stringContaining("Nothing is here")]);
});

it("lets no page frame it and loads nothing from elsewhere", async () => {
  const policy = (await fetch(provider.origin)).headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
});

it.each<Record<string, string>>([
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { origin: "https://evil.example" },
  { origin: "null" },
])("refuses a write that another site's page sends: %j", async (headers) => {
  const response = await fetch(`${provider.origin}/drills`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ act: "reset" }),
  });
  expect(response.status).toBe(403);
});

it("refuses to answer under another name, so that no rebound name reaches it", async () => {
  const { hostname, port } = new URL(provider.origin);
  const ask = (headers: Record<string, string>) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        host: hostname,
        port,
        path: "/drills",
        headers: { host: `evil.example:${port}`, ...headers },
      };
      request(options, (response) => resolve(response.resume()))
        .once("error", reject)
        .end();
    });
  expect((await ask({})).statusCode).toBe(421);
  expect((await ask({ accept: "text/html" })).headers.location).toBe(`${provider.origin}/`);
});

it.each([
  "/assets/sandbox.css",
  "/assets/geist.woff2",
  "/assets/geist-mono.woff2",
  "/assets/icon.svg",
  "/assets/people/person-grace.svg",
])("serves %s itself", async (path) => {
  expect((await fetch(provider.origin + path)).status).toBe(200);
});
