import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as connect, HEAD as connectHead } from "#app/api/integrations/[id]/connect/route.ts";
import * as keyed from "#app/oauth/callback/[integrationKey]/route.ts";
import * as second from "#app/oauth2/callback/route.ts";
import { setRuntime } from "#lib/context/runtime.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { routeParams, testRequest, testRuntime } from "#lib/testing/requests.ts";
import * as first from "./route.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let shared: Integration;

const spoofed = {
  host: "evil.example",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "http",
  forwarded: "host=evil.example;proto=http",
};

beforeAll(async () => {
  provider = await startTestProvider({ consoleOrigin: "http://localhost:3000" });
  owner = await createOwner(database.db);
  const ctx = providerContext(database.db, owner, provider);
  setRuntime({ ...testRuntime(database), fetch: ctx.fetch, settings: ctx.settings });
  integration = await createPractice(ctx, { name: "Keyed", callback: "keyed" });
  shared = await createPractice(ctx, { name: "Bare", callback: "shared" });
});
afterAll(() => provider.close());
beforeEach(() => provider.resetDrills());

const exchanges = async () => (await provider.stats()).tokenRequests.byGrantType.authorization_code ?? 0;

async function start(target: Integration, headers: Record<string, string> = {}, query = "") {
  const path = `/api/integrations/${target.id}/connect${query}`;
  const request = await testRequest("GET", path, { as: owner, headers });
  const response = await connect(request, routeParams({ id: target.id }));
  const cookie = (response.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  return { response, cookie, url: new URL(response.headers.get("location") ?? "", "http://localhost:3000") };
}

/** The browser's request to the address that the provider sent it to. */
async function arrive(landed: URL, cookie: string, { method = "GET", headers = {} } = {}): Promise<Request> {
  const request = await testRequest("GET", landed.pathname + landed.search, { as: owner });
  const all = new Headers({ ...headers, cookie: `${request.headers.get("cookie")}; ${cookie}` });
  return new Request(request.url, { method, headers: all });
}

const at = (landed: URL) => (landed.pathname === "/oauth/callback" ? first : keyed);

async function land(target: Integration) {
  const { cookie, url } = await start(target);
  return { cookie, landed: await authorizeAs(url, "ada") };
}

describe("GET /api/integrations/{id}/connect", () => {
  it("sends a member to the provider with PKCE, and ties the answer to this browser by a cookie of its own", async () => {
    const { response, url } = await start(integration);
    expect(response.status).toBe(302);
    expect(url.origin).toBe(provider.origin);
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    expect(response.headers.get("set-cookie")).toMatch(
      /^mooring-flow-[0-9a-f]{12}=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("F-16: asks for what the integration says, whatever else the link claims", async () => {
    const plain = await start(integration);
    const smuggled = new URLSearchParams({
      ...{
        scope: "files:write admin",
        scopes: "admin",
        client_id: "evil",
        redirect_uri: "https://evil.example/",
      },
      ...{
        state: "chosen",
        code_challenge: "chosen",
        code_challenge_method: "plain",
        response_type: "token",
      },
      ...{
        prompt: "none",
        audience: "https://evil.example",
        resource: "x",
        access_type: "offline",
        claims: "{}",
      },
    });
    const { url } = await start(integration, {}, `?${smuggled}`);
    const unique = ["state", "code_challenge"];
    const rest = ({ searchParams }: URL) => [...searchParams].filter(([name]) => !unique.includes(name));
    expect(rest(url)).toEqual(rest(plain.url));
    for (const name of unique) expect(url.searchParams.get(name)).not.toBe("chosen");
  });

  it("F-05: sends the configured redirect URI, byte for byte, whatever the request's headers claim", async () => {
    const urls = [
      await start(integration, spoofed),
      await start(integration, { origin: "https://evil.example" }),
    ];
    for (const { url } of urls) expect(url.searchParams.get("redirect_uri")).toBe(integration.callbackUrl);
    expect(integration.callbackUrl).toMatch(/^http:\/\/localhost:3000\/oauth\/callback\/[a-z0-9]{20,32}$/);
    expect((await start(shared, spoofed)).url.searchParams.get("redirect_uri")).toBe(
      "http://localhost:3000/oauth/callback",
    );
  });

  it("starts nothing for another site's page, a look ahead, a HEAD, a stranger or a key", async () => {
    const flows = await database.db.authorizationFlow.count();
    const led = await start(integration, { "sec-fetch-site": "cross-site" });
    expect(led.response.status).toBe(303);
    expect(led.url.pathname).toBe(`/oauth/${integration.id}`);
    expect((await start(integration, { "sec-purpose": "prefetch" })).response.status).toBe(503);
    expect((await connectHead(await testRequest("HEAD", "/x", { as: owner }))).status).toBe(405);
    const anonymous = await testRequest("GET", `/api/integrations/${integration.id}/connect`);
    expect((await connect(anonymous, routeParams({ id: integration.id }))).status).toBe(401);
    expect(apiKeyActor(owner).scopes).not.toContain("connections:start");
    expect(await database.db.authorizationFlow.count()).toBe(flows);
  });

  it("answers software with a problem, and a person's browser with a page", async () => {
    const ask = async (headers: Record<string, string>) =>
      connect(
        await testRequest("GET", "/api/integrations/nothing/connect", { as: owner, headers }),
        routeParams({ id: "nothing" }),
      );
    expect(await (await ask({})).json()).toMatchObject({ status: 404, code: "not-found" });
    const page = await ask({ "sec-fetch-mode": "navigate" });
    expect([page.status, page.headers.get("location")]).toEqual([303, "/oauth/flows/unknown?code=not-found"]);
  });
});

describe("the callback addresses", () => {
  it("F-06: end with 303 to a clean page of the flow, without the code, a referrer or a copy in a cache", async () => {
    for (const target of [shared, integration]) {
      const { cookie, landed } = await land(target);
      const response = await at(landed).GET(await arrive(landed, cookie));
      expect(response.status).toBe(303);
      expect(response.headers.get("location")).toMatch(/^\/oauth\/flows\/flow-[0-9a-z]+$/);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("set-cookie")).toMatch(/^mooring-flow-[0-9a-f]{12}=; Max-Age=0;/);
      expect(await response.text()).toBe("");
    }
  });

  it("F-06: repeat nothing that came in the URL", async () => {
    const html = `"><script>alert(1)</script>`;
    const landed = new URL("http://localhost:3000/oauth/callback");
    for (const name of ["code", "error", "error_description", "error_uri", "state", "iss"])
      landed.searchParams.set(name, html);
    const response = await first.GET(await arrive(landed, ""));
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      "/oauth/flows/unknown?code=state-mismatch",
    ]);
    expect(await response.text()).toBe("");
  });

  it("F-02: HEAD and a look ahead use nothing up; the person's own GET still succeeds", async () => {
    const { cookie, landed } = await land(shared);
    expect((await first.HEAD()).status).toBe(405);
    expect(
      (await first.GET(await arrive(landed, cookie, { headers: { "sec-purpose": "prefetch;prerender" } })))
        .status,
    ).toBe(503);
    expect(await exchanges()).toBe(0);
    const { status, headers } = await first.GET(await arrive(landed, cookie));
    expect([status, headers.get("location")]).toEqual([303, expect.stringMatching(/^\/oauth\/flows\/flow-/)]);
    expect(await exchanges()).toBe(1);
  });

  it("F-04: an answer at the other address is used up and not exchanged", async () => {
    const { cookie, landed } = await land(shared);
    const moved = new URL(landed);
    moved.pathname = "/oauth2/callback";
    await second.GET(await arrive(moved, cookie));
    await first.GET(await arrive(landed, cookie));
    expect(await exchanges()).toBe(0);
  });

  it("F-18: take no other method, and a form post uses nothing up", async () => {
    for (const address of [first, second, keyed]) {
      for (const method of ["HEAD", "POST", "PUT", "PATCH", "DELETE"] as const) {
        const response = address[method]();
        expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
      }
    }
    expect(await exchanges()).toBe(0);
  });
});
