import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Runtime, setRuntime } from "#lib/context/runtime.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { authorizeAs, startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { routeParams, testRequest, testRuntime } from "#lib/testing/requests.ts";
import { createPracticeMethod, signInContext } from "#lib/testing/sign-in.ts";
import { GET as getSession } from "../../session/route.ts";
import { POST as start } from "../../sign-in-flows/route.ts";
import { GET } from "./route.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let runtime: Runtime;

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

beforeEach(async () => {
  const base = testRuntime(database);
  const { origin: sandboxOrigin, consoleOrigin: origin } = provider;
  runtime = { ...base, fetch: globalThis.fetch, settings: { ...base.settings, origin, sandboxOrigin } };
  setRuntime(runtime);
  await database.db.signInMethod.deleteMany();
  owner = await createOwner(database.db);
  const admin = signInContext(database.db, provider, { actor: owner });
  const { id } = await createPracticeMethod(admin, provider);
  const identity = { id: `identity-${owner.userId}`, methodId: id, userId: owner.userId };
  await database.db.signInIdentity.create({ data: { ...identity, subject: "person-ada" } });
});

async function begin(body: object = { method: "practice" }, headers: Record<string, string> = {}) {
  const origin = runtime.settings.origin;
  return start(await testRequest("POST", "/api/sign-in-flows", { body, headers: { origin, ...headers } }));
}

async function land() {
  const started = await begin();
  const { authorizationUrl } = await started.json();
  const [line = ""] = started.headers.getSetCookie();
  return { line, cookie: line.split(";", 1)[0] ?? "", back: await authorizeAs(authorizationUrl, "ada") };
}

function comeBack(back: URL, headers: Record<string, string>, method = "GET"): Promise<Response> {
  const slug = back.pathname.split("/").at(-1) ?? "";
  return GET(new Request(back, { method, headers }), routeParams({ nextauth: ["callback", slug] }));
}

describe("signing in at a provider", () => {
  it("S-01: is begun by a page of our own alone", async () => {
    for (const origin of ["https://evil.example", "null"])
      expect((await begin({ method: "practice" }, { origin })).status).toBe(403);
    expect(await database.db.signInFlow.count()).toBe(0);
  });

  it("S-03: ends with next-auth's session cookie at a clean page, and the flow's own cookie is gone", async () => {
    const { line, cookie, back } = await land();
    expect(line).toMatch(/^mooring-flow-[0-9a-f]{12}=.{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    const response = await comeBack(back, { cookie });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/oauth");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    const [spent = "", session = ""] = response.headers.getSetCookie();
    expect(spent).toMatch(/^mooring-flow-\w+=; Max-Age=0/);
    const request = await testRequest("GET", "/api/session", {
      headers: { cookie: session.split(";", 1)[0] ?? "" },
    });
    expect(await (await getSession(request)).json()).toMatchObject({ user: { id: owner.userId } });
  });

  it("F-06: repeats nothing that came in the address, and names a reason of ours", async () => {
    const { back } = await land();
    back.searchParams.set("error_description", "<script>alert(1)</script>");
    const response = await comeBack(back, {});
    expect(response.headers.get("location")).toBe("/sign-in?problem=mismatch");
    expect(response.headers.getSetCookie()).toHaveLength(1);
  });

  it("D-03: HEAD and a browser that looks ahead use nothing up", async () => {
    const { cookie, back } = await land();
    expect((await comeBack(back, { cookie }, "HEAD")).status).toBe(404);
    expect((await comeBack(back, { cookie, "sec-purpose": "prefetch" })).status).toBe(503);
    expect((await comeBack(back, { cookie })).headers.get("location")).toBe("/oauth");
  });

  it.each(["https://evil.example/", "//evil.example", "/\\evil.example", "/%09/evil"])(
    "F-10: never leads to %j afterwards",
    async (returnTo) => {
      const started = await begin({ method: "practice", returnTo });
      const cookie = started.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
      const back = await authorizeAs((await started.json()).authorizationUrl, "ada");
      expect((await comeBack(back, { cookie })).headers.get("location")).toBe("/oauth");
    },
  );

  it("F-09: a state of an integration's flow is none here, and leaves nothing", async () => {
    const back = new URL("/api/auth/callback/practice?code=c&state=s", runtime.settings.origin);
    expect((await comeBack(back, {})).headers.get("location")).toBe("/sign-in?problem=expired");
  });

  it("S-03: under https the flow's cookie is a Secure __Host- cookie", async () => {
    setRuntime({ ...runtime, settings: { ...runtime.settings, isSecure: true } });
    const { line } = await land();
    expect(line).toMatch(/^__Host-mooring-flow-.+; Secure$/);
  });
});
