import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { ProblemCode } from "#lib/core/problem-types.ts";
import { testContext, testSettings } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import { head } from "./declaration.ts";
import { route, withHeaders } from "./route.ts";

const database = useDatabase();
const { lines } = useRuntime(database);

const bodySchema = z.strictObject({ name: z.string().min(1), tags: z.array(z.string()).optional() });
const echo = route({
  access: "integrations:write",
  summary: "Echo",
  input: { body: bodySchema },
  output: z.object({ name: z.string() }),
  run: async (_, { body }) => ({ ...body, secret: "not in the contract" }),
});
const open = route({
  access: "public",
  summary: "Open",
  input: {
    params: z.object({ id: z.string().max(10) }),
    query: z.object({ limit: z.coerce.number().int().max(100).default(25) }),
  },
  output: z.object({ id: z.string(), limit: z.int(), actor: z.string() }),
  run: async ({ actor }, { params, query }) => ({ id: params.id, limit: query.limit, actor: actor.kind }),
});
const throwing = (error: unknown) =>
  route({
    access: "public",
    summary: "Throw",
    run: async () => {
      throw error;
    },
  });
const read = async (response: Response) => ({ status: response.status, body: await response.json() });

describe("a route", () => {
  it("answers with its contract and nothing beyond it, not to be stored, under a request id", async () => {
    const response = await echo(
      await testRequest("POST", "/x", { as: await createOwner(database.db), body: { name: "a" } }),
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await read(response)).toEqual({ status: 200, body: { name: "a" } });
  });

  it("answers 204 without an output, and passes headers on", async () => {
    const quiet = route({
      access: "public",
      summary: "Quiet",
      run: async () => withHeaders(undefined, { location: "/there" }),
    });
    const response = await quiet(await testRequest("GET", "/x"));
    expect([response.status, response.headers.get("location"), await response.text()]).toEqual([
      204,
      "/there",
      "",
    ]);
  });

  it("HEAD answers as GET does, without the body", async () => {
    const response = await head(open)(await testRequest("HEAD", "/x"), routeParams({ id: "a" }));
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "application/json",
      "",
    ]);
  });

  it("uses the request id that our server gave, and none that a caller made up", async () => {
    const id = "0b2f4a0e-9b1d-4c83-8f00-00112233aabb";
    for (const [given, expected] of [
      [id, id],
      ["made up", expect.not.stringMatching("made up")],
    ]) {
      const response = await throwing(new AppError("conflict", "x"))(
        await testRequest("GET", "/x", { headers: { "x-mooring-request-id": String(given) } }),
      );
      expect(await response.json()).toMatchObject({ requestId: expected });
    }
  });

  it("shows anonymous to a public route, whoever calls", async () => {
    const owner = await createOwner(database.db);
    const response = await open(
      await testRequest("GET", "/x?limit=7", { as: owner }),
      routeParams({ id: "a" }),
    );
    expect(await response.json()).toEqual({ id: "a", limit: 7, actor: "anonymous" });
  });
});

describe("a problem", () => {
  it("is a problem document of RFC 9457 with our type, title, instance, code and pointers", async () => {
    const request = await testRequest("POST", "/x", {
      as: await createOwner(database.db),
      body: { tags: [1], role: "owner" },
    });
    const response = await echo(request);
    const requestId = response.headers.get("x-request-id");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await read(response)).toEqual({
      status: 422,
      body: {
        type: `${testSettings.origin}/problems/invalid-input`,
        title: "The input is not valid",
        status: 422,
        detail: "3 fields need another look.",
        instance: `urn:uuid:${requestId}`,
        code: "invalid-input",
        requestId,
        errors: [
          { pointer: "/name", detail: "This field is required." },
          { pointer: "/tags/0", detail: expect.stringContaining("expected string") },
          { pointer: "/role", detail: "This field is not known here." },
        ],
      },
    });
  });

  it("of our own making says nothing of the cause and is logged once", async () => {
    lines.length = 0;
    const response = await throwing(new Error("password=hunter2"))(await testRequest("GET", "/x"));
    const { status, body } = await read(response);
    expect([status, body.code, body.detail]).toEqual([500, "internal", undefined]);
    expect(JSON.stringify(body)).not.toContain("hunter2");
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  it("of a ZodError outside the input is ours, not the caller's", async () => {
    const wrong = route({
      access: "public",
      summary: "Wrong",
      output: z.object({ n: z.number() }),
      run: async () => ({ n: Number.NaN }),
    });
    expect((await wrong(await testRequest("GET", "/x"))).status).toBe(500);
    const parsing = throwing(z.string().safeParse(1).error);
    expect((await parsing(await testRequest("GET", "/x"))).status).toBe(500);
  });

  it.each([
    [{ code: "P2002" }, 409, "conflict"],
    [{ code: "P2025" }, 404, "not-found"],
    [{ code: "P2034" }, 409, "conflict"],
    [{ code: "P2003" }, 409, "conflict"],
    [{ code: "P2024" }, 503, "unavailable"],
    [{ code: "ECONNREFUSED" }, 503, "unavailable"],
    ["a thrown text", 500, "internal"],
    [undefined, 500, "internal"],
  ])("for %j is %i %s", async (thrown, status, code) => {
    expect(await read(await throwing(thrown)(await testRequest("GET", "/x")))).toMatchObject({
      status,
      body: { code },
    });
  });

  it("carries its headers and extensions", async () => {
    const error = new AppError("rate-limited", "x", {
      headers: { "retry-after": "7" },
      extensions: { flowId: "flow-1", status: 1 },
    });
    const response = await throwing(error)(await testRequest("GET", "/x"));
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toMatchObject({ flowId: "flow-1", status: 429 });
  });
});

describe("who may call", () => {
  it("401 for nobody, 403 for a role or a key without the permission, 401 for a key that is not valid", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const key = async (scope: "integrations:write" | "integrations:read") =>
      createApiKey(testContext({ db: database.db, actor: owner }), {
        name: "k",
        scopes: [scope],
        expiresInDays: 1,
      });
    const body = { name: "a" };
    const status = async (as: Parameters<typeof testRequest>[2]) =>
      (await echo(await testRequest("POST", "/x", { body, ...as }))).status;
    expect(await status({})).toBe(401);
    expect(await status({ as: member })).toBe(403);
    expect(await status({ as: await key("integrations:read") })).toBe(403);
    expect(await status({ as: { key: "mrg_nonsense" } })).toBe(401);
    expect(await status({ as: await key("integrations:write") })).toBe(200);
    expect(await status({ as: owner })).toBe(200);
  });

  it("Z-10: records that a known caller was refused a change", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await echo(await testRequest("POST", "/api/things", { as: member, body: { name: "a" } }));
    const where = { workspaceId: owner.workspaceId, action: "request.refuse" };
    expect(await database.db.auditEvent.findMany({ where })).toMatchObject([
      { actorId: member.userId, outcome: "denied", cause: "forbidden", targetLabel: "POST /api/things" },
    ]);
  });

  it("U-01: records a change that its verb denied, does not find, or could not make, once; and nothing else", async () => {
    const owner = await createOwner(database.db);
    const throwing = (error: AppError | null, tells = false) =>
      route({
        access: "workspace:read",
        summary: "Throw",
        run: async (ctx) => {
          if (tells)
            await createAuditEvent(ctx, {
              ...{ action: "connection.refresh", target: { kind: "connection" } },
              ...{ outcome: "failed", cause: "refused" },
            });
          if (error) throw error;
        },
      });
    const leave = async (handler: ReturnType<typeof route>, method = "POST") => {
      const id = newId("connection");
      const path = `/api/connections/${id}/share`;
      const request = await testRequest(method, path, { as: owner, body: {} });
      const answer = await handler(request, { params: Promise.resolve({ id }) });
      const requestId = answer.headers.get("x-request-id") ?? "";
      const events = await database.db.auditEvent.findMany({ where: { requestId } });
      return events.map((it) => [
        it.action,
        it.outcome,
        it.cause,
        it.targetId === id,
        it.connectionId === id,
      ]);
    };
    const fails = (code: ProblemCode) => leave(throwing(new AppError(code, "x")));
    const refusal = "request.refuse";
    expect(await fails("forbidden")).toEqual([[refusal, "denied", "forbidden", true, true]]);
    expect(await fails("not-found")).toEqual([[refusal, "denied", "not-found", true, false]]);
    for (const code of [
      "conflict",
      "provider-rejected",
      "provider-unreachable",
      "egress-blocked",
      "internal",
    ] as const)
      expect(await fails(code)).toEqual([[refusal, "failed", code, true, true]]);
    for (const code of ["invalid-input", "rate-limited", "unauthenticated", "payload-too-large"] as const)
      expect(await fails(code)).toEqual([]);
    const told = await leave(throwing(new AppError("provider-rejected", "x"), true));
    expect(told).toEqual([["connection.refresh", "failed", "refused", false, false]]);
    expect(await leave(throwing(null))).toEqual([]);
    expect(await leave(throwing(new AppError("forbidden", "x")), "DELETE")).toHaveLength(1);
  });

  it("U-05: records a refusal whatever stands where an id should", async () => {
    const owner = await createOwner(database.db);
    const refusing = route({
      access: "workspace:read",
      summary: "Refuse",
      run: async () => {
        throw new AppError("not-found", "x");
      },
    });
    const request = await testRequest("DELETE", "/api/connections/conn-%00", { as: owner });
    const answer = await refusing(request, { params: Promise.resolve({ id: "conn-\u0000" }) });
    const requestId = answer.headers.get("x-request-id") ?? "";
    const events = await database.db.auditEvent.findMany({ where: { requestId } });
    expect(events).toMatchObject([{ action: "request.refuse", targetId: "conn-\uFFFD" }]);
  });

  it("U-01: what one actor repeats does not fill the log", async () => {
    const owner = await createOwner(database.db);
    const refusing = route({
      access: "workspace:read",
      summary: "Refuse",
      run: async () => {
        throw new AppError("not-found", "x");
      },
    });
    for (let n = 0; n < 15; n++) {
      const id = newId("connection");
      const request = await testRequest("DELETE", `/api/connections/${id}`, { as: owner });
      await refusing(request, { params: Promise.resolve({ id }) });
    }
    const where = { workspaceId: owner.workspaceId, action: "request.refuse" };
    expect(await database.db.auditEvent.count({ where })).toBe(10);
  });

  it("signed-in means a person", async () => {
    const owner = await createOwner(database.db);
    const personal = route({ access: "signed-in", summary: "Personal", run: async () => undefined });
    const key = await createApiKey(testContext({ db: database.db, actor: owner }), {
      name: "k",
      scopes: ["audit:read"],
      expiresInDays: 1,
    });
    const statuses = [];
    for (const as of [owner, key, null])
      statuses.push((await personal(await testRequest("GET", "/x", { as }))).status);
    expect(statuses).toEqual([204, 403, 401]);
  });
});

describe("a read that leaves a trace", () => {
  const traced = route({
    ...{ access: "workspace:read", summary: "Export", isOwnPageOnly: true },
    run: async () => undefined,
  });
  const ask = async (headers: Record<string, string>, as: Parameters<typeof testRequest>[2] = {}) => {
    const request = await testRequest("GET", "/x", { as: await createOwner(database.db), ...as });
    request.headers.delete("origin");
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    return (await traced(request)).status;
  };

  it.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "cross-site", referer: `${testSettings.origin}/x` }],
    [{ referer: "https://evil.example/page" }],
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
  ])("U-04: is refused to a foreign page's link: %j", async (headers) => {
    expect(await ask(headers)).toBe(403);
  });

  it.each([
    [{ "sec-fetch-site": "same-origin" }],
    [{ "sec-fetch-site": "none" }],
    [{ referer: `${testSettings.origin}/settings/audit-log` }],
    [{}],
  ])("U-04: is answered to our own page and to a typed address: %j", async (headers) => {
    expect(await ask(headers)).toBe(204);
  });
});

describe("a change by session cookie", () => {
  const attempt = async (headers: Record<string, string | null>, method = "POST") => {
    const request = await testRequest(method, "/x", {
      as: await createOwner(database.db),
      body: { name: "a" },
    });
    for (const [name, value] of Object.entries(headers)) {
      if (value === null) request.headers.delete(name);
      else request.headers.set(name, value);
    }
    return (await echo(request)).status;
  };

  it.each([
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
    [{ origin: "" }],
    [{ origin: `${testSettings.origin}.evil.example` }],
    [{ origin: testSettings.origin.toUpperCase() }],
    [{ origin: null }],
    [{ origin: null, "sec-fetch-site": "cross-site" }],
    [{ origin: null, "sec-fetch-site": "same-site" }],
    [{ origin: null, "sec-fetch-site": "none" }],
    [{ "content-type": "text/plain" }],
    [{ "content-type": "application/x-www-form-urlencoded" }],
    [{ "content-type": "multipart/form-data; boundary=x" }],
    [{ "content-type": "text/plain; application/json" }],
  ])("S-01: is refused with %j", async (headers) => {
    expect(await attempt(headers)).toBe(403);
  });

  it.each([
    [{}],
    [{ origin: null, "sec-fetch-site": "same-origin" }],
    [{ "content-type": "application/json; charset=utf-8" }],
  ])("S-01: is let through with %j", async (headers) => {
    expect(await attempt(headers)).toBe(200);
  });

  it("S-01: an API key needs no origin, and a cookie beside it changes nothing", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const ctx = testContext({ db: database.db, actor: member });
    const key = await createApiKey(ctx, { name: "k", scopes: ["audit:read"], expiresInDays: 1 });
    const request = await testRequest("POST", "/x", {
      as: owner,
      body: { name: "a" },
      headers: { authorization: `Bearer ${key.key}` },
    });
    expect((await echo(request)).status).toBe(403);
  });
});

describe("bad input", () => {
  const send = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const { headers: signed } = await testRequest("POST", "/x", {
      as: await createOwner(database.db),
      headers: { "content-type": "application/json", ...headers },
    });
    const request = new Request(new URL("/x", testSettings.origin), {
      method: "POST",
      headers: signed,
      body,
      duplex: "half",
    } as RequestInit);
    return read(await echo(request));
  };
  const nested = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;

  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["a scalar", "7"],
    ["an array", "[]"],
    ["a null character", '{"name":"a\\u0000b"}'],
    ["a null character in a member's name", '{"na\\u0000me":"a"}'],
    ["a lone surrogate", '{"name":"\\ud800"}'],
    ["__proto__", '{"name":"a","__proto__":{"isAdmin":true}}'],
    ["10,000 levels", nested],
    ["10,000 levels inside", `{"name":${nested}}`],
    ["an operator object in place of text", '{"name":{"not":""}}'],
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ])("V-01: %s is 422", async (_, body) => {
    expect((await send(body)).status).toBe(422);
  });

  it("V-04: a privileged member that the contract does not know is refused at its pointer", async () => {
    const { status, body } = await send('{"name":"a","workspaceId":"ws-other"}');
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: "/workspaceId", detail: "This field is not known here." }],
    ]);
  });

  it("V-02: a repeated or operator-like query parameter is no text", async () => {
    for (const query of ["limit=1&limit=2", "limit[gt]=1&limit=x", "limit=%00", "limit=1e999"]) {
      expect((await open(await testRequest("GET", `/x?${query}`), routeParams({ id: "a" }))).status).toBe(
        422,
      );
    }
  });

  it("a path that names nothing of ours is 404", async () => {
    for (const id of ["a\u0000", "x".repeat(11)]) {
      expect((await open(await testRequest("GET", "/x"), routeParams({ id }))).status).toBe(404);
    }
  });

  it("V-01: more than 1 MB is 413, told or not", async () => {
    const big = JSON.stringify({ name: "x".repeat(1024 * 1024) });
    expect((await send(big)).status).toBe(413);
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode("x".repeat(65_536)));
      },
    });
    expect((await send(chunks)).status).toBe(413);
  });
});
