import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, connectAs } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { deleteExpiredFlows } from "./delete-expired-flows.ts";
import { getFlow } from "./get-flow.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;

const context = (actor = owner) => providerContext(database.db, actor, provider);
const exchanges = async () => (await provider.stats()).tokenRequests.byGrantType.authorization_code ?? 0;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
});
afterAll(() => provider.close());
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
});

describe("a verification by signing in", () => {
  it("makes a draft configured, stores no connection and withdraws its grant", async () => {
    const draft = await createPractice(context(), { name: "Draft" });
    await database.db.integration.update({ where: { id: draft.id }, data: { status: "draft" } });
    const end = await connectAs(context(), draft, { purpose: "verify" });
    expect(end).toMatchObject({ failure: null, connectionId: null });
    expect(await getFlow(context(), { handle: end.flowId ?? "" })).toMatchObject({
      status: "succeeded",
      purpose: "verify",
    });
    expect(await database.db.integration.findUniqueOrThrow({ where: { id: draft.id } })).toMatchObject({
      status: "configured",
    });
    expect(await database.db.connection.count()).toBe(0);
    expect((await provider.stats()).grantsRevoked).toBe(1);
  });

  it("proves nothing when the client is refused", async () => {
    const wrong = await createPractice(context(), {
      name: "Wrong",
      clientSecret: new Secret("not-the-real-secret"),
    });
    expect(wrong.status).toBe("draft");
    await expect(connectAs(context(), wrong)).rejects.toMatchObject({ code: "integration-not-configured" });
    expect(await connectAs(context(), wrong, { purpose: "verify" })).toMatchObject({
      failure: "client-rejected",
    });
    expect(await database.db.integration.findUniqueOrThrow({ where: { id: wrong.id } })).toMatchObject({
      status: "draft",
    });
  });

  it("is not for members", async () => {
    const integration = await createPractice(context(), { name: "Members" });
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await expect(beginFlow(context(member), integration, { purpose: "verify" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("what changed while somebody signed in", () => {
  it("ends the flow when it is the integration", async () => {
    const integration = await createPractice(context(), { name: "Edited" });
    const { authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const before = await exchanges();
    await updateIntegration(context(), { id: integration.id, isDisabled: true });
    expect(await comeBack(context(), landed, cookie)).toMatchObject({ failure: "integration-changed" });
    expect(await exchanges()).toBe(before);
  });

  it("ends the flow of a shared connection when it is the person's role", async () => {
    const integration = await createPractice(context(), { name: "Shared", connectionMode: "shared" });
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    const { authorizationUrl, cookie } = await beginFlow(context(admin), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const end = await comeBack(context({ ...admin, role: "member" }), landed, cookie);
    expect(end).toMatchObject({ failure: "integration-changed" });
    expect(await database.db.connection.count()).toBe(0);
  });
});

it("keeps no state, cookie, verifier or code where a copy of the database would show it", async () => {
  const integration = await createPractice(context(), { name: "Quiet" });
  const { authorizationUrl, cookie, flowId } = await beginFlow(context(), integration);
  const landed = await authorizeAs(authorizationUrl, "ada");
  await comeBack(context(), landed, cookie);
  const dump = JSON.stringify([
    await database.db.authorizationFlow.findMany({ where: { id: flowId } }),
    await database.db.auditEvent.findMany(),
    await database.db.connectionEvent.findMany(),
  ]);
  const secrets = [landed.searchParams.get("state"), landed.searchParams.get("code"), cookie.value.reveal()];
  for (const secret of secrets) expect(dump).not.toContain(secret);
});

it("forgets flows a day after their end", async () => {
  const integration = await createPractice(context(), { name: "Old" });
  const [old, recent] = [await beginFlow(context(), integration), await beginFlow(context(), integration)];
  await database.db.$executeRaw`
    UPDATE "AuthorizationFlow" SET "expiresAt" = clock_timestamp() - interval '25 hours' WHERE "id" = ${old.flowId}`;
  expect(await deleteExpiredFlows(systemContext(context()))).toBe(1);
  await expect(getFlow(context(), { handle: old.handle })).rejects.toMatchObject({ code: "not-found" });
  expect(await getFlow(context(), { handle: recent.handle })).toMatchObject({ status: "pending" });
});
