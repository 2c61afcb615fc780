import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { refreshIdleConnections } from "./refresh-idle-connections.ts";

const DAY_MS = 86_400_000;

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (fetch?: Context["fetch"]) => providerContext(database.db, owner, provider, { fetch });
const system = (fetch?: Context["fetch"]) => systemContext(context(fetch));
const connection = () =>
  database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });

async function lastHeardOf(days: number): Promise<void> {
  const lastAuthorizedAt = new Date(context().now().getTime() - days * DAY_MS);
  await database.db.connection.update({ where: { id }, data: { lastAuthorizedAt, lastRefreshedAt: null } });
}

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Idle" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  id = (await createGranted(context(), provider, integration)).id;
});

describe("refresh_idle_expiry: connections that nobody uses", () => {
  it("are renewed before their refresh token dies of it, and not before that is near", async () => {
    await lastHeardOf(6);
    await expect(refreshIdleConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
    await lastHeardOf(8);
    await expect(refreshIdleConnections(system())).resolves.toEqual({ due: 1, renewed: 1 });
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
    await expect(refreshIdleConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
  });

  it("stay as they are while the provider fails, and are due again", async () => {
    await lastHeardOf(25);
    const { fetch } = scriptedFetch(() => jsonAnswer(503, {}));
    await expect(refreshIdleConnections(system(fetch))).resolves.toEqual({ due: 1, renewed: 0 });
    expect(await connection()).toMatchObject({ status: "degraded", tokens: { tokenVersion: 1 } });
    await expect(refreshIdleConnections(context())).rejects.toMatchObject({ code: "internal" });
  });
});
