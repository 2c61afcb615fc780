import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, createGranted, expireToken } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { completeRevocation } from "./complete-revocation.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;

const context = (fetch?: Context["fetch"], db = database.db) =>
  providerContext(db, owner, provider, { fetch });
const grant = async () => (await createGranted(context(), provider, integration)).id;
const statuses = async () =>
  (await database.db.connection.findMany({ select: { status: true } })).map(({ status }) => status);

/** An admin moves the integration to another client, which suspends what hangs on it. */
async function move(): Promise<void> {
  const acknowledgedConnections = await database.db.connection.count({
    where: { integrationId: integration.id },
  });
  const { clientId } = provider.secondClient;
  await updateIntegration(context(), { id: integration.id, clientId, acknowledgedConnections });
}

/** The provider's own answers, with something that happens before each token request is sent. */
function meanwhile(act: () => Promise<void>): Context["fetch"] {
  let isDone = false;
  return async (input, init) => {
    if (new URL(input).pathname === "/token" && !isDone) {
      isDone = true;
      await act();
    }
    return fetch(input, init);
  };
}

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  integration = await createPractice(context());
});

describe("P-04: an integration that is moved while a token is renewed", () => {
  const failures: [string, number, string][] = [
    ["passingly", 503, "temporarily_unavailable"],
    ["because of the client", 401, "invalid_client"],
    ["for good", 400, "invalid_grant"],
  ];
  it.each(failures)("keeps its connections suspended when that fails %s", async (_, status, error) => {
    const id = await grant();
    await expireToken(database.db, id);
    const old = scriptedFetch(async (_request, index) => {
      if (index === 0) await move();
      return jsonAnswer(status, { error });
    });
    await expect(getAccessToken(context(old.fetch), id)).rejects.toThrow();
    expect(await statuses()).toEqual(["suspended"]);
    const moved = scriptedFetch(() => jsonAnswer(200, {}));
    await database.db.connection.update({ where: { id }, data: { retryAt: null } });
    await expect(getAccessToken(context(moved.fetch), id)).rejects.toMatchObject({
      code: "connection-needs-reauth",
    });
    expect(moved.requests).toEqual([]);
  });
});

describe("P-04: an integration that is moved while a code is exchanged", () => {
  it("gets no connection, and the grant is withdrawn", async () => {
    const { grantsRevoked } = await provider.stats();
    const { authorizationUrl, cookie } = await beginFlow(context(), integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    const end = await comeBack(context(meanwhile(move)), landed, cookie);
    expect(end).toMatchObject({ failure: "integration-changed" });
    expect(await database.db.connection.count()).toBe(0);
    expect((await provider.stats()).grantsRevoked).toBe(grantsRevoked + 1);
  });

  it("keeps the connection suspended that was to be renewed", async () => {
    const connectionId = await grant();
    const { authorizationUrl, cookie } = await beginFlow(context(), integration, { connectionId });
    const landed = await authorizeAs(authorizationUrl, "ada");
    const end = await comeBack(context(meanwhile(move)), landed, cookie);
    expect(end).toMatchObject({ failure: "integration-changed" });
    expect(await statuses()).toEqual(["suspended"]);
  });
});

describe("P-04: an integration that is moved while a connection ends", () => {
  it("is sent no token when it moves just before the end", async () => {
    const id = await grant();
    let isMoved = false;
    const db = database.db.$extends({
      query: {
        connection: {
          async findFirst({ args, query }) {
            const row = await query(args);
            if (!isMoved) {
              isMoved = true;
              await move();
            }
            return row;
          },
        },
      },
    }) as unknown as typeof database.db;
    const moved = scriptedFetch(() => jsonAnswer(200, {}));
    expect(await disconnectConnection(context(moved.fetch, db), { id })).toBe("unavailable");
    expect(isMoved).toBe(true);
    expect(moved.requests).toEqual([]);
  });

  it("is sent no token when it moves while the provider is told", async () => {
    const id = await grant();
    const busy = scriptedFetch(() => jsonAnswer(503, {}));
    expect(await disconnectConnection(context(busy.fetch), { id })).toBe("pending");
    const { id: revocationId } = await database.db.revocation.findFirstOrThrow({
      where: { connectionId: id },
    });
    await database.db.revocation.update({
      where: { id: revocationId },
      data: { nextAttemptAt: new Date(0) },
    });
    let isMoved = false;
    const db = database.db.$extends({
      query: {
        integration: {
          async findFirst({ args, query }) {
            if (!isMoved) {
              isMoved = true;
              await move();
            }
            return query(args);
          },
        },
      },
    }) as unknown as typeof database.db;
    const moved = scriptedFetch(() => jsonAnswer(200, {}));
    await completeRevocation(systemContext(context(moved.fetch, db)), { revocationId });
    expect(isMoved).toBe(true);
    expect(moved.requests).toEqual([]);
  });
});
