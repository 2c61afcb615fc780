import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { rotateSecret } from "#lib/integrations/rotate-secret.ts";
import { rotateToPreviousSecret } from "#lib/integrations/rotate-to-previous-secret.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { listConnectionEvents } from "./list-connection-events.ts";
import { refreshConnection } from "./refresh-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let practice: Integration;
let id: string;

const context = () => providerContext(database.db, owner, provider);

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
});
afterAll(() => provider.close());
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
  await database.db.integration.deleteMany();
  practice = await createPractice(context(), { scopes: ["profile", "email", "offline_access"] });
  id = (await connectAs(context(), practice)).connectionId ?? "";
});

const events = async () => (await listConnectionEvents(context(), { id, limit: 50 })).items;
const eventsOf = async (type: string) => (await events()).filter((event) => event.type === type);

describe("a connection's history", () => {
  it("tells which scopes a renewal took away and a reconnect brought", async () => {
    await provider.setDrills({ next: { answer: "narrower-scope", count: 1 } });
    await refreshConnection(context(), { id });
    const [lost] = await eventsOf("scopes-changed");
    expect(lost).toMatchObject({
      detail: { gained: [] },
      explanation: { whoCanFix: "owner", nextStep: "reconnect" },
    });
    await connectAs(context(), practice, { connectionId: id });
    const [gained] = await eventsOf("scopes-changed");
    expect(gained).toMatchObject({ detail: { gained: lost?.detail.lost, lost: [] }, explanation: null });
    expect(lost?.detail.lost).not.toEqual([]);
    await connectAs(context(), practice, { connectionId: id });
    expect(await eventsOf("scopes-changed")).toHaveLength(2);
  });

  it("tells that the client's secret is another one, and who changed it", async () => {
    const { clientSecret } = provider.client;
    const wrong = { clientSecret: new Secret("not-the-secret-at-all"), keepPreviousHours: 24 };
    await expect(rotateSecret(context(), { id: practice.id, ...wrong })).rejects.toThrow();
    expect(await eventsOf("secret-changed")).toEqual([]);
    await rotateSecret(context(), { id: practice.id, clientSecret, keepPreviousHours: 24 });
    await rotateToPreviousSecret(context(), { id: practice.id });
    expect(await eventsOf("secret-changed")).toMatchObject([
      { actor: { kind: "member", id: owner.userId }, explanation: { whoCanFix: "nobody" } },
      { actor: { kind: "member", id: owner.userId } },
    ]);
  });

  it("tells of a pause and its end, and of no other edit", async () => {
    await updateIntegration(context(), { id: practice.id, isDisabled: true });
    await updateIntegration(context(), { id: practice.id, isDisabled: false });
    await updateIntegration(context(), { id: practice.id, name: "Renamed" });
    const told = (await events()).filter(({ type }) => type.startsWith("integration-"));
    expect(told.map(({ type, explanation }) => [type, explanation?.nextStep ?? null])).toEqual([
      ["integration-resumed", null],
      ["integration-paused", "resume-integration"],
    ]);
  });

  it("explains a failure by its cause, and what it did to the connection", async () => {
    await provider.setDrills({ next: { answer: "rate-limited", count: 1, retryAfterSeconds: 30 } });
    await expect(refreshConnection(context(), { id })).rejects.toMatchObject({ code: "unavailable" });
    expect(await eventsOf("refresh-failed")).toMatchObject([
      { cause: "provider_unavailable", explanation: { whoCanFix: "provider", nextStep: "wait" } },
    ]);
    expect(await eventsOf("status-changed")).toMatchObject([
      { detail: { after: "degraded" }, explanation: { whoCanFix: "provider" } },
    ]);
  });
});
