import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getConnection } from "#lib/connections/get-connection.ts";
import { listConnectionEvents } from "#lib/connections/list-connection-events.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { answerWithTokens, startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const context = () => testContext({ db: database.db, actor: gateway.owner });
const challenge = 'Bearer realm="test", error="insufficient_scope", scope="files:write profile"';

async function wanted() {
  await gateway.settle();
  const { wantedScopes } = await getConnection(context(), { id: gateway.connectionId });
  const { items } = await listConnectionEvents(context(), { id: gateway.connectionId, limit: 25 });
  const lines = items.filter(({ type }) => type === "scopes-wanted");
  return { scopes: wantedScopes.map(({ scope }) => scope), lines };
}

function answerWith(status: number, header = challenge) {
  gateway.upstream.answer((_req, res) =>
    res.writeHead(status, { "www-authenticate": header }).end('{"error":"no"}'),
  );
}

describe("a provider's 403 for want of a scope", () => {
  it("passes as it is, and what it names is noted once, with a line that says what to do", async () => {
    await database.db.connection.update({
      where: { id: gateway.connectionId },
      data: { scopes: ["profile"] },
    });
    answerWith(403);
    for (let call = 0; call < 3; call++) {
      const answer = await gateway.call("/files", { method: "GET" });
      expect(answer.status).toBe(403);
      expect(answer.headers.get("www-authenticate")).toBe(challenge);
      expect(await answer.text()).toBe('{"error":"no"}');
    }
    const { scopes, lines } = await wanted();
    expect(scopes).toEqual(["files:write"]);
    expect(lines).toMatchObject([
      {
        detail: { scopes: ["files:write"] },
        actor: { kind: "api-key" },
        explanation: { whoCanFix: "owner", nextStep: "reconnect" },
      },
    ]);
  });

  it.each([
    [200, challenge],
    [404, challenge],
    [403, 'Bearer error="invalid_token", scope="files:write"'],
  ])("is not what %i with %s is", async (status, header) => {
    answerWith(status, header);
    await (await gateway.call("/files")).text();
    expect(await wanted()).toEqual({ scopes: [], lines: [] });
  });
});

describe("a provider's 401", () => {
  const refusals = async () => {
    await gateway.settle();
    const { items } = await listConnectionEvents(context(), { id: gateway.connectionId, limit: 25 });
    return items.filter(({ type }) => type === "refused");
  };

  it("to a token that was renewed for it is told once, with whom it concerns", async () => {
    answerWithTokens(gateway.upstream, (_token, res) => res.writeHead(401).end());
    for (let call = 0; call < 3; call++) expect((await gateway.call("/files")).status).toBe(401);
    expect(await refusals()).toMatchObject([
      { explanation: { whoCanFix: "owner", nextStep: "reconnect" }, detail: { tokenVersion: 2 } },
    ]);
  });

  it("that a renewal mends is not told", async () => {
    answerWithTokens(gateway.upstream, (token, res) => res.writeHead(token === TEST_TOKEN ? 401 : 200).end());
    expect((await gateway.call("/files")).status).toBe(200);
    expect(await refusals()).toEqual([]);
  });
});
