import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { ApiAuthorization } from "#lib/core/provider.ts";
import { verifyIntegration } from "#lib/integrations/verify-integration.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { answerToKeys, createKeyIntegration } from "#lib/testing/key-offerings.ts";
import { type SeenRequest, startUpstream, type TestUpstream } from "#lib/testing/upstream.ts";
import { connectInputSchema } from "./contract.ts";
import { createConnection } from "./create-connection.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { getConnection } from "./get-connection.ts";
import { refreshConnection } from "./refresh-connection.ts";
import { startFlow } from "./start-flow.ts";
import { verifyConnection } from "./verify-connection.ts";

const database = useDatabase();
let upstream: TestUpstream;
let ctx: Context;

beforeEach(async () => {
  upstream = await startUpstream();
  const actor = await createOwner(database.db);
  const settings = { sandboxOrigin: upstream.origin };
  ctx = testContext({ db: database.db, actor, fetch: globalThis.fetch, settings });
});
afterEach(() => upstream.close());

const inHeader = { header: "X-Api-Key", template: "{access_token}" };
const byHeader = ({ headers }: SeenRequest) => headers["x-api-key"] as string | undefined;
const connect = (integration: { id: string }, body: object, rest: object = {}) =>
  createConnection(ctx, { integration: integration.id, input: connectInputSchema.parse(body), ...rest });

async function problemOf(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!isAppError(error)) throw error;
  return { code: error.code, pointer: error.errors[0]?.pointer, detail: error.detail ?? "" };
}

/** Every row that tells of what happened, as text. */
async function allRows(): Promise<string> {
  const { db } = database;
  const rows = [await db.auditEvent.findMany(), await db.connectionEvent.findMany()];
  return JSON.stringify(
    [...rows, await db.connection.findMany(), await db.integration.findMany()],
    (_, value) => (typeof value === "bigint" ? String(value) : value),
  );
}

describe("connecting by an API key", () => {
  it.each<[string, ApiAuthorization, (seen: SeenRequest) => string | undefined]>([
    ["a header of its own", inHeader, byHeader],
    [
      "the usual header with a prefix",
      { header: "Authorization", template: "Token {access_token}" },
      ({ headers }) => /^Token (.+)$/.exec(headers.authorization ?? "")?.[1],
    ],
    [
      "the query",
      { query: "api_key" },
      ({ target }) => new URL(target, "http://x").searchParams.get("api_key") ?? undefined,
    ],
  ])("proves it in %s, and keeps it", async (_where, auth, shown) => {
    answerToKeys(upstream, shown, { "key-1": "a-1" });
    const integration = await createKeyIntegration(ctx, upstream, { kind: "api_key", auth });
    expect([integration.kind, integration.status, integration.missing]).toEqual([
      "api_key",
      "configured",
      [],
    ]);
    const connection = await connect(integration, { apiKey: " key-1 " });
    expect(connection).toMatchObject({
      account: { id: "a-1", label: "Account a-1" },
      status: "active",
      tokenExpiresAt: null,
      hasRefreshToken: false,
      apiBaseUri: `${upstream.origin}/v1`,
      integration: { kind: "api_key" },
    });
    const { accessToken, tokenType } = await getAccessToken(ctx, connection.id);
    expect([accessToken.reveal(), tokenType]).toEqual(["key-1", "ApiKey"]);
    expect(await verifyConnection(ctx, connection)).toMatchObject({ isWorking: true });
  });

  it("takes a place for keys beside that of tokens", async () => {
    answerToKeys(upstream, byHeader, { "key-1": "a-1" });
    const auth = { header: "Authorization", template: "Bearer {access_token}" };
    const integration = await createKeyIntegration(ctx, upstream, {
      kind: "api_key",
      auth,
      keyAuth: inHeader,
    });
    await connect(integration, { apiKey: "key-1" });
    expect(upstream.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("needs no account where the offering's look-up names none", async () => {
    upstream.answer((req, res) => res.writeHead(req.headers["x-api-key"] === "key-1" ? 204 : 401).end());
    const integration = await createKeyIntegration(ctx, upstream, {
      kind: "api_key",
      auth: inHeader,
      idPath: null,
    });
    expect(await connect(integration, { apiKey: "key-1" })).toMatchObject({
      account: null,
      status: "active",
    });
    expect(await problemOf(connect(integration, { apiKey: "key-2" }))).toMatchObject({ pointer: "/apiKey" });
  });

  it.each([
    [401, "invalid-input", "/apiKey"],
    [403, "invalid-input", "/apiKey"],
    [400, "invalid-input", "/apiKey"],
    [404, "provider-rejected", undefined],
    [429, "provider-rejected", undefined],
    [503, "provider-rejected", undefined],
  ])("answers the provider's %d with %s, and keeps nothing", async (status, code, pointer) => {
    answerToKeys(upstream, byHeader, {}, status);
    const integration = await createKeyIntegration(ctx, upstream, { kind: "api_key", auth: inHeader });
    const problem = await problemOf(connect(integration, { apiKey: "wrong-key-1" }));
    expect(problem).toMatchObject({ code, pointer });
    expect(problem.detail).not.toContain("wrong-key-1");
    expect(await database.db.connection.count({ where: { integrationId: integration.id } })).toBe(0);
  });

  it("names the silence of a provider that cannot be reached", async () => {
    const integration = await createKeyIntegration(ctx, upstream, { kind: "api_key", auth: inHeader });
    await upstream.close();
    expect(await problemOf(connect(integration, { apiKey: "key-1" }))).toMatchObject({
      code: "provider-unreachable",
    });
    upstream = await startUpstream();
  });

  it.each([
    [{ apiKey: "two words" }, "apiKey"],
    [{ apiKey: "********" }, "apiKey"],
    [{ apiKey: "   " }, "apiKey"],
    [{ apiKey: "k\r\nx: y" }, "apiKey"],
    [{ username: "a:b", password: "c" }, "username"],
    [{ username: "", password: "c" }, "username"],
    [{ username: "ada", password: "a\u0000b" }, "password"],
  ])("V-06, K-06: refuses %j at its field", (body, field) => {
    const parsed = connectInputSchema.safeParse(body);
    expect(parsed.error?.issues[0]?.path).toEqual([field]);
  });
});

describe("connecting by a user name and a password", () => {
  const pair = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  const shown = ({ headers }: SeenRequest) => headers.authorization;

  it("sends and keeps the pair of RFC 7617, beyond ASCII too, and an empty password", async () => {
    answerToKeys(upstream, shown, { [pair("ada:grüß: gott")]: "a-1", [pair("key-9:")]: "a-2" });
    const integration = await createKeyIntegration(ctx, upstream, { kind: "basic" });
    const first = await connect(integration, { username: "ada", password: "grüß: gott" });
    expect(first).toMatchObject({ account: { id: "a-1" }, integration: { kind: "basic" } });
    expect(await connect(integration, { username: "key-9", password: "" })).toMatchObject({
      account: { id: "a-2" },
    });
    expect((await getAccessToken(ctx, first.id)).tokenType).toBe("Basic");
  });

  it("points a refusal at the user name", async () => {
    answerToKeys(upstream, shown, {});
    const integration = await createKeyIntegration(ctx, upstream, { kind: "basic" });
    expect(await problemOf(connect(integration, { username: "ada", password: "wrong" }))).toMatchObject({
      code: "invalid-input",
      pointer: "/username",
    });
  });
});

describe("a key that is there", () => {
  async function connected(
    accounts: Record<string, string> = { "key-1": "a-1", "key-2": "a-1", "key-3": "a-3" },
  ) {
    answerToKeys(upstream, byHeader, accounts);
    const integration = await createKeyIntegration(ctx, upstream, { kind: "api_key", auth: inHeader });
    return { integration, connection: await connect(integration, { apiKey: "key-1" }) };
  }

  it("is replaced in place by another key of the same account", async () => {
    const { integration, connection } = await connected();
    const again = await connect(integration, { apiKey: "key-2" });
    expect(again.id).toBe(connection.id);
    expect((await getAccessToken(ctx, connection.id)).accessToken.reveal()).toBe("key-2");
  });

  it("F-12: is not replaced by that of another account, unless the switch is confirmed", async () => {
    const { integration, connection } = await connected();
    const target = { connectionId: connection.id };
    expect(await problemOf(connect(integration, { apiKey: "key-3" }, target))).toMatchObject({
      code: "conflict",
    });
    expect((await getAccessToken(ctx, connection.id)).accessToken.reveal()).toBe("key-1");
    const switched = await connect(integration, { apiKey: "key-3" }, { ...target, allowSwitch: true });
    expect(switched).toMatchObject({ id: connection.id, account: { id: "a-3" } });
  });

  it("P-12: whose 401 the look-up confirms needs its owner, and a new key brings it back", async () => {
    const { integration, connection } = await connected();
    const { tokenVersion } = await getAccessToken(ctx, connection.id);
    answerToKeys(upstream, byHeader, { "key-2": "a-1" });
    const use = getAccessToken(ctx, connection.id, { rejectedVersion: tokenVersion });
    expect(await problemOf(use)).toMatchObject({
      code: "connection-needs-reauth",
      detail: "The provider refuses the key of this connection. Its owner has to enter a new one.",
    });
    expect(await getConnection(ctx, connection)).toMatchObject({
      status: "needs_reauth",
      statusCause: "key_refused",
      statusExplanation: {
        cause: "The provider refuses this key. Enter a new one.",
        whoCanFix: "owner",
        nextStep: "replace-key",
      },
    });
    const renewed = await connect(integration, { apiKey: "key-2" }, { connectionId: connection.id });
    expect(renewed).toMatchObject({ id: connection.id, status: "active", statusCause: null });
  });

  it.each([200, 403, 429, 500, 503])(
    "R-02: is not condemned by a 401 of one resource while its look-up answers %d",
    async (status) => {
      const { connection } = await connected();
      const { tokenVersion } = await getAccessToken(ctx, connection.id);
      if (status !== 200) answerToKeys(upstream, byHeader, {}, status);
      const use = await getAccessToken(ctx, connection.id, { rejectedVersion: tokenVersion });
      expect(use.tokenVersion).toBe(tokenVersion);
      expect(await getConnection(ctx, connection)).toMatchObject({ status: "active" });
    },
  );

  it("P-12: is asked about once a minute at most, however many calls are refused", async () => {
    const { connection } = await connected();
    const { tokenVersion } = await getAccessToken(ctx, connection.id);
    const before = upstream.seen.length;
    const uses = Array.from({ length: 8 }, () =>
      getAccessToken(ctx, connection.id, { rejectedVersion: tokenVersion }),
    );
    await Promise.all(uses);
    expect(upstream.seen.length - before).toBe(1);
  });

  it("that Test finds refused says so in both places", async () => {
    const { connection } = await connected();
    answerToKeys(upstream, byHeader, {});
    expect(await verifyConnection(ctx, connection)).toMatchObject({ isWorking: false, cause: "key_refused" });
    expect(await getConnection(ctx, connection)).toMatchObject({ status: "needs_reauth" });
  });

  it("cannot be renewed, and there is no client to verify or to sign in with", async () => {
    const { integration, connection } = await connected();
    expect(await problemOf(refreshConnection(ctx, connection))).toMatchObject({ code: "conflict" });
    expect(await problemOf(verifyIntegration(ctx, integration))).toMatchObject({ code: "conflict" });
    const query = {
      shared: false,
      allowSwitch: false,
      addScopes: false,
      purpose: "connect" as const,
      integration: integration.id,
    };
    expect(await problemOf(startFlow(ctx, query))).toMatchObject({ code: "conflict" });
    expect(await problemOf(connect(integration, { accessToken: "t-1" }))).toMatchObject({
      pointer: "/accessToken",
      detail: "Harbour API connects by an API key: send {apiKey}.",
    });
  });

  it("F-07: is erased on disconnect, and nothing is told to the provider", async () => {
    const { connection } = await connected();
    const before = upstream.seen.length;
    expect(await disconnectConnection(ctx, connection)).toBe("unavailable");
    expect(await database.db.connectionTokens.count({ where: { connectionId: connection.id } })).toBe(0);
    expect(await database.db.revocation.count({ where: { connectionId: connection.id } })).toBe(0);
    expect(upstream.seen.length).toBe(before);
  });

  it("K-03: stands in no row, no answer and no log line", async () => {
    const key = "canary-5f2c81d04ab94e7795";
    const other = "canary-refused-77c1e09b2d";
    answerToKeys(upstream, byHeader, { [key]: "a-1" });
    const integration = await createKeyIntegration(ctx, upstream, { kind: "api_key", auth: inHeader });
    const connection = await connect(integration, { apiKey: key });
    const refusal = await problemOf(connect(integration, { apiKey: other }));
    const told = [
      await allRows(),
      JSON.stringify([connection, refusal, await verifyConnection(ctx, connection)]),
    ];
    const logged = JSON.stringify((ctx.log as unknown as { lines: unknown[] }).lines);
    for (const text of [...told, logged]) {
      expect(text).not.toContain(key);
      expect(text).not.toContain(other);
    }
  });
});
