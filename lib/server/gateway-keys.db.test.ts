import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectInputSchema } from "#lib/connections/contract.ts";
import { createConnection } from "#lib/connections/create-connection.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import type { Context } from "#lib/context/context.ts";
import type { ApiAuthorization, AuthorizationKind } from "#lib/core/provider.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";
import { answerToKeys, createKeyIntegration } from "#lib/testing/key-offerings.ts";
import type { SeenRequest } from "#lib/testing/upstream.ts";

const database = useDatabase();
const KEY = "canary/key+91f0c7d2=&x";
let gateway: TestGateway;
let ctx: Context;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  const settings = { sandboxOrigin: gateway.upstream.origin };
  ctx = testContext({ db: database.db, actor: gateway.owner, fetch: globalThis.fetch, settings });
});
afterEach(() => gateway.close());

const parameter = ({ target }: SeenRequest) => new URL(target, "http://x").searchParams.getAll("api_key");
const anyPlace = (seen: SeenRequest) =>
  (seen.headers["x-api-key"] as string | undefined) ?? seen.headers.authorization ?? parameter(seen).at(-1);

/** A connection by a key or a pair, and a way to call through it as software does. */
async function connected(kind: AuthorizationKind, auth: ApiAuthorization | undefined, shown: string) {
  answerToKeys(gateway.upstream, anyPlace, { [shown]: "a-1" });
  const integration = await createKeyIntegration(ctx, gateway.upstream, { kind, auth });
  const entered = kind === "basic" ? { username: "ada", password: KEY } : { apiKey: KEY };
  const input = connectInputSchema.parse(entered);
  const connection = await createConnection(ctx, { integration: integration.id, input });
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${gateway.origin}/api/integrations/${integration.slug}/request${path}`, {
      redirect: "manual",
      ...init,
      headers: { authorization: `Bearer ${gateway.key}`, ...(init.headers as Record<string, string>) },
    });
  gateway.upstream.seen.length = 0;
  return { connection, call };
}

describe("a call through a connection by a key", () => {
  const pair = Buffer.from(`ada:${KEY}`).toString("base64");

  it.each<[string, AuthorizationKind, ApiAuthorization | undefined, string, string]>([
    ["header", "api_key", { header: "X-Api-Key", template: "{access_token}" }, KEY, "x-api-key"],
    [
      "header with a prefix",
      "api_key",
      { header: "Authorization", template: "Token {access_token}" },
      `Token ${KEY}`,
      "authorization",
    ],
    ["pair of RFC 7617", "basic", undefined, `Basic ${pair}`, "authorization"],
  ])("shows it as the offering says: as a %s", async (_place, kind, auth, shown, header) => {
    const { call } = await connected(kind, auth, shown);
    const answer = await call("/files?page=2", { headers: { "x-other": "1", [`${header}-x`]: "2" } });
    expect([answer.status, await answer.json()]).toMatchObject([200, { path: "/v1/files" }]);
    const [seen] = gateway.upstream.seen;
    expect([seen?.target, seen?.headers[header], seen?.headers["x-other"]]).toEqual([
      "/v1/files?page=2",
      shown,
      "1",
    ]);
  });

  it("drops a caller's own header of that name", async () => {
    const auth = { header: "X-Api-Key", template: "{access_token}" };
    const { call } = await connected("api_key", auth, KEY);
    expect((await call("/files", { headers: { "X-API-KEY": "mine" } })).status).toBe(200);
    expect(gateway.upstream.seen[0]?.headers["x-api-key"]).toBe(KEY);
  });

  it("P-13: puts it into the query where the offering says so, in the place of the caller's own", async () => {
    const { call } = await connected("api_key", { query: "api_key" }, KEY);
    expect((await call("/files?a=1&api_key=mine&API%5fKEY=mine&b=%20")).status).toBe(200);
    const [seen] = gateway.upstream.seen;
    expect(seen?.target).toBe(`/v1/files?a=1&b=%20&api_key=${encodeURIComponent(KEY)}`);
    expect(seen && [seen.headers.authorization, JSON.stringify(seen.headers).includes("canary")]).toEqual([
      undefined,
      false,
    ]);
  });

  it("P-13: follows no redirect, and blots the key out of the address that the provider names", async () => {
    const { call } = await connected("api_key", { query: "api_key" }, KEY);
    gateway.upstream.answer((_req, res, seen) =>
      res.writeHead(307, { location: `/moved${seen.target}`, "x-raw": KEY }).end(),
    );
    const answer = await call("/files");
    expect([answer.status, gateway.upstream.seen.length]).toEqual([307, 1]);
    expect(answer.headers.get("location")).toBe("/moved/v1/files?api_key=[redacted]");
    expect(answer.headers.get("x-raw")).toBe("[redacted]");
  });

  it("P-13, K-03: leaves no key in a log line, an error or a row when the provider fails", async () => {
    const { call, connection } = await connected("api_key", { query: "api_key" }, KEY);
    gateway.upstream.answer((req) => req.socket.destroy());
    const answer = await call("/files");
    const told = [await answer.text(), JSON.stringify(gateway.lines)];
    await gateway.settle();
    const { auditEvent, connectionEvent } = database.db;
    const rows = [await auditEvent.findMany(), await connectionEvent.findMany()];
    told.push(JSON.stringify(rows, (_name, value) => (typeof value === "bigint" ? String(value) : value)));
    expect(answer.status).toBeGreaterThanOrEqual(502);
    for (const text of told) expect(text).not.toContain("canary");
    expect(await getConnection(ctx, connection)).toMatchObject({ status: "active" });
  });

  it("P-12: is refused with the way out once the provider refuses the key altogether, and the 401 of one resource is passed on", async () => {
    const { call, connection } = await connected("api_key", { query: "api_key" }, KEY);
    gateway.upstream.answer((_req, res, { target }) =>
      res.writeHead(target.startsWith("/v1/me") ? 200 : 401).end('{"id":"a-1"}'),
    );
    const passed = await call("/files");
    expect([passed.status, passed.headers.get("mooring-origin")]).toEqual([401, "provider"]);
    await database.db.$executeRaw`UPDATE "ConnectionTokens" SET "forcedAt" = NULL`;
    gateway.upstream.answer((_req, res) => res.writeHead(401).end("{}"));
    const refused = await call("/files");
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { code: "connection-needs-reauth", reason: "key_refused" },
    ]);
    expect(await getConnection(ctx, connection)).toMatchObject({
      status: "needs_reauth",
      statusCause: "key_refused",
    });
    expect((await call("/files")).status).toBe(409);
  });
});
