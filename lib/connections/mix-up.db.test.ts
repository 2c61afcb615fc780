import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

const database = useDatabase();
const hostileHost = "gitlab.attacker.example";
let provider: TestProvider;
let owner: MemberActor;
let admin: MemberActor;
let honest: Integration;
let hostile: Integration;
/** Every body that reached a host of the attacker. */
let taken: string[] = [];

/** The attacker's endpoints take whatever comes and answer as their owner likes; the honest provider is the real one. */
async function wire(input: string | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(input);
  if (url.origin === provider.origin) return fetch(url, init);
  if (url.hostname !== hostileHost) throw new Error(`nothing is at ${url.host}`);
  taken.push(`${url.href} ${new Headers(init?.headers).get("authorization")} ${init?.body}`);
  const isCheck = !String(init?.body).includes("hostile-secret");
  return isCheck ? jsonAnswer(401, { error: "invalid_client" }) : jsonAnswer(400, { error: "invalid_grant" });
}

const context = (actor: MemberActor) => providerContext(database.db, actor, provider, { fetch: wire });

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
  honest = await createPractice(context(owner), { name: "Honest", callback: "shared" });
  hostile = await createIntegration(context(admin), {
    ...{ name: "Hostile", offeringId: "gitlab-self-managed", clientId: "mooring-practice" },
    clientSecret: new Secret("hostile-secret-1"),
    ...{ variables: { host: hostileHost }, scopes: ["read_user"], callback: "keyed" },
  });
  expect(hostile.status).toBe("configured");
});
afterAll(() => provider.close());
beforeEach(async () => {
  taken = [];
  await provider.resetDrills();
  await database.db.connection.deleteMany();
});

/**
 * The attacker's authorization endpoint bounces the browser to the honest one, in the honest client's name, so that an
 * honest code comes back to a flow whose token endpoint is the attacker's. `keep`: what of the flow's request it leaves.
 */
function bounced(authorizationUrl: URL, honestUrl: URL, keep: readonly string[]): URL {
  const url = new URL(honestUrl);
  for (const name of keep) url.searchParams.set(name, authorizationUrl.searchParams.get(name) ?? "");
  return url;
}

describe("F-04: a hostile integration that bounces people to an honest provider", () => {
  it.each([
    ["its own state, the honest request for the rest", ["state"]],
    ["its own state and PKCE challenge", ["state", "code_challenge"]],
  ])("gets no honest code: %s", async (_, keep) => {
    const victim = context(owner);
    const flow = await beginFlow(victim, hostile);
    expect(flow.authorizationUrl.host).toBe(hostileHost);
    const { authorizationUrl } = await beginFlow(victim, honest);
    const target = bounced(flow.authorizationUrl, authorizationUrl, keep);
    const landed = await authorizeAs(target, "ada");
    expect(landed.searchParams.get("code")).toMatch(/.{20,}/);
    expect(landed.pathname).not.toBe(new URL(hostile.callbackUrl).pathname);
    expect(await comeBack(victim, landed, flow.cookie)).toMatchObject({ failure: "state-mismatch" });
    expect(taken).toEqual([]);
    expect(await database.db.connection.count()).toBe(0);
  });

  it("gets none at its own address either, for the honest provider sends nobody there", async () => {
    const victim = context(owner);
    const flow = await beginFlow(victim, hostile);
    const { authorizationUrl } = await beginFlow(victim, honest);
    const target = bounced(flow.authorizationUrl, authorizationUrl, [
      "state",
      "code_challenge",
      "redirect_uri",
    ]);
    const landed = await authorizeAs(target, "ada");
    // The practice provider registers every keyed address of this console, as a careless admin might at a real one.
    expect(landed.pathname).toBe(new URL(hostile.callbackUrl).pathname);
    expect(await comeBack(victim, landed, flow.cookie)).toMatchObject({ failure: "state-mismatch" });
    expect(taken).toEqual([]);
  });

  it("gets none with the state of one integration and the code of the other, in either direction", async () => {
    const victim = context(owner);
    const [bad, good] = [await beginFlow(victim, hostile), await beginFlow(victim, honest)];
    const code = (await authorizeAs(good.authorizationUrl, "ada")).searchParams.get("code") ?? "";
    const landed = new URL(hostile.callbackUrl);
    landed.search = String(
      new URLSearchParams({
        code,
        state: bad.authorizationUrl.searchParams.get("state") ?? "",
        iss: provider.origin,
      }),
    );
    expect(await comeBack(victim, landed, bad.cookie)).toMatchObject({ failure: "state-mismatch" });
    expect(taken).toEqual([]);

    const back = new URL(honest.callbackUrl);
    back.search = String(
      new URLSearchParams({
        code: "a-hostile-code",
        state: good.authorizationUrl.searchParams.get("state") ?? "",
        iss: provider.origin,
      }),
    );
    expect(await comeBack(victim, back, good.cookie)).toMatchObject({ failure: "provider-rejected" });
    expect(taken).toEqual([]);
    expect(await database.db.connection.count()).toBe(0);
  });

  it("cannot stand on the honest integration's callback address: an admin's is refused there", async () => {
    const parts = { name: "On the shared one", offeringId: "gitlab-self-managed", scopes: ["read_user"] };
    const shared = createIntegration(context(admin), {
      ...parts,
      variables: { host: hostileHost },
      callback: "shared",
    });
    await expect(shared).rejects.toMatchObject({ code: "forbidden" });
    expect(hostile.callbackUrl).not.toBe(honest.callbackUrl);
  });

  it("leaves the honest integration as it was", async () => {
    expect(await connectAs(context(owner), honest)).toMatchObject({ failure: null });
    expect(taken).toEqual([]);
  });
});
