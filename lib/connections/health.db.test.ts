import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { createOverride } from "#lib/overrides/create-override.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, createRuntimeConfiguration } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { connectionHealths } from "./contract.ts";
import { getConnection } from "./get-connection.ts";
import { listConnections, listOwnConnections } from "./list-connections.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let practice: Integration;

const DAY_MS = 86_400_000;
const context = () => providerContext(database.db, owner, provider);
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  practice = await createPractice(context(), { name: "Practice" });
});
afterAll(() => provider.close());
beforeEach(() => database.db.connection.deleteMany());

type Change = Parameters<typeof database.db.connection.updateMany>[0]["data"];

/** A connection as a grant leaves it, with what a test changes about it. */
async function connectionWith(change: Change, offeringId?: string) {
  const { id } = await createGranted(context(), provider, practice);
  await database.db.connection.update({ where: { id }, data: change });
  if (offeringId) await database.db.integration.update({ where: { id: practice.id }, data: { offeringId } });
  return id;
}

async function healthOf(id: string) {
  const connection = await getConnection(context(), { id });
  const found = await Promise.all(
    connectionHealths.map(async (health) => {
      const { items } = await listConnections(context(), { scope: "all", limit: 25, health });
      return items.map((item) => {
        expect(item.health).toBe(health);
        return health;
      });
    }),
  );
  const attention = await listConnections(context(), { scope: "all", limit: 25, health: "attention" });
  expect(attention.items.map((item) => item.id)).toEqual(connection.health === "active" ? [] : [id]);
  const own = await listOwnConnections(context(), { start: 0, count: 10 });
  const [row] = own._embedded["inf:integration-connection"];
  // Page, list, filter and API.md's list say one thing.
  expect({ filters: found.flat(), list: row?.health }).toEqual({
    filters: [connection.health],
    list: connection.health,
  });
  return connection;
}

describe("how a connection stands", () => {
  it.each([
    ["as granted", {}, "active"],
    ["with an end far away", { refreshTokenExpiresAt: inDays(300) }, "active"],
    ["without refresh token and end", { hasRefreshToken: false, tokenExpiresAt: null }, "active"],
    ["without refresh token", { hasRefreshToken: false, tokenExpiresAt: inDays(3) }, "expiring_soon"],
    ["past the token's end", { hasRefreshToken: false, tokenExpiresAt: inDays(-1) }, "needs_reconnect"],
    ["failing", { status: "degraded", statusCause: "provider_unavailable" }, "retrying"],
    ["dead", { status: "needs_reauth", statusCause: "invalid_grant" }, "needs_reconnect"],
    ["suspended", { status: "suspended", statusCause: "integration_changed" }, "suspended"],
    ["revoked", { status: "revoked" }, "revoked"],
  ] as const)("is the same on page, list and filter: %s", async (_name, change, health) => {
    expect(await healthOf(await connectionWith(change))).toMatchObject({ health });
  });

  it("is judged by what the offering says of its grants' end", async () => {
    const soon = { refreshTokenExpiresAt: inDays(5) };
    const moved = (offeringId: string) => ({ where: { id: practice.id }, data: { offeringId } });
    const id = await connectionWith(soon, "airtable");
    expect(await healthOf(id)).toMatchObject({ health: "active", forecast: { livesUntil: null } });
    await database.db.integration.update(moved("linkedin"));
    expect(await healthOf(id)).toMatchObject({
      health: "expiring_soon",
      forecast: { livesUntil: soon.refreshTokenExpiresAt.toISOString(), reason: "grant-ends" },
      statusExplanation: { whoCanFix: "owner", nextStep: "reconnect" },
    });
    const old = { refreshTokenExpiresAt: null, lastAuthorizedAt: inDays(-360) };
    await database.db.connection.update({ where: { id }, data: old });
    await database.db.integration.update(moved("jira"));
    expect(await healthOf(id)).toMatchObject({ health: "expiring_soon", status: "active" });
    await database.db.connection.update({ where: { id }, data: { lastAuthorizedAt: inDays(-366) } });
    expect(await healthOf(id)).toMatchObject({ health: "needs_reconnect", forecast: null });
    await database.db.integration.update(moved("custom-and-gone"));
    expect(await healthOf(id)).toMatchObject({ health: "active" });
    await database.db.integration.update(moved("sandbox"));
  });

  it("is on hold while the integration is paused or a draft, and says who ends that", async () => {
    const id = await connectionWith({});
    await updateIntegration(context(), { id: practice.id, isDisabled: true });
    expect(await healthOf(id)).toMatchObject({
      status: "active",
      health: "on_hold",
      statusExplanation: { whoCanFix: "workspace-admin", nextStep: "resume-integration" },
      forecast: { reason: "not-renewed-now", seconds: 30 * 86_400 },
    });
    await updateIntegration(context(), { id: practice.id, isDisabled: false });
    await database.db.integration.update({ where: { id: practice.id }, data: { status: "draft" } });
    expect(await healthOf(id)).toMatchObject({
      health: "on_hold",
      statusExplanation: { nextStep: "complete-integration" },
    });
    await database.db.integration.update({ where: { id: practice.id }, data: { status: "configured" } });
    expect(await healthOf(id)).toMatchObject({
      health: "active",
      forecast: { livesUntil: null, reason: "renewed-while-used" },
    });
  });

  it("is not held by a draft whose client an override replaces, as the gateway does not hold it", async () => {
    const { workspaceId } = owner;
    const runtimeConfiguration = await createRuntimeConfiguration(database.db, { workspaceId });
    const { id: overrideId } = await createOverride(context(), {
      ...{ id: practice.id, runtimeConfiguration, settings: { scopes: ["profile", "offline_access"] } },
    });
    const id = await connectionWith({ runtimeOverrideId: overrideId });
    await database.db.integration.update({ where: { id: practice.id }, data: { status: "draft" } });
    expect(await healthOf(id)).toMatchObject({ health: "on_hold" });
    const where = { id: overrideId };
    await database.db.override.update({ where, data: { settings: { clientId: "another" } } });
    expect(await healthOf(id)).toMatchObject({ health: "active" });
    await database.db.integration.update({ where: { id: practice.id }, data: { disabledAt: new Date() } });
    expect(await healthOf(id)).toMatchObject({ health: "on_hold" });
  });

  it("is told apart among integrations of many kinds, offerings and holds", async () => {
    const other = await createPractice(context(), { name: "Other" });
    const put = (id: string, data: Parameters<typeof database.db.integration.update>[0]["data"]) =>
      database.db.integration.update({ where: { id }, data });
    await put(practice.id, { status: "configured", disabledAt: null });
    const of = async (integration: Integration, change: Change) => {
      const { id } = await createGranted(context(), provider, integration);
      await database.db.connection.update({ where: { id }, data: change });
      return id;
    };
    const listed = async (
      health: "active" | "expiring_soon" | "needs_reconnect" | "on_hold",
      at?: string,
    ) => {
      const query = { scope: "all" as const, limit: 25, health, integration: at };
      return (await listConnections(context(), query)).items.map(({ id }) => id);
    };
    const old = { refreshTokenExpiresAt: null, lastAuthorizedAt: inDays(-360) };
    const [endless, ending] = [await of(practice, old), await of(other, old)];
    await put(other.id, { offeringId: "jira" });
    expect(await listed("expiring_soon")).toEqual([ending]);
    expect(await listed("active")).toEqual([endless]);
    expect(await listed("expiring_soon", practice.slug)).toEqual([]);
    expect(await listed("expiring_soon", other.slug)).toEqual([ending]);

    await put(practice.id, { disabledAt: new Date() });
    expect(await listed("on_hold")).toEqual([endless]);
    expect(await listed("expiring_soon")).toEqual([ending]);
    // The client of such an integration gets another token by itself.
    await put(other.id, { kind: "client_credentials" });
    const past = { hasRefreshToken: false, tokenExpiresAt: inDays(-1) };
    await database.db.connection.updateMany({ where: { id: { in: [endless, ending] } }, data: past });
    expect(await listed("active")).toEqual([ending]);
    expect(await listed("needs_reconnect")).toEqual([endless]);
  });
});
