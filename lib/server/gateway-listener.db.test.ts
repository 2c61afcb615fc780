import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import {
  answerWithTokens,
  createColleague,
  startTestGateway,
  TEST_TOKEN,
  type TestGateway,
} from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe("the path form", () => {
  it("sends method, path, query and body on with the token, and gives the provider's answer", async () => {
    gateway.upstream.answer((_req, res) =>
      res.writeHead(201, { "content-type": "application/json", etag: '"7"' }).end('{"ok":true}'),
    );
    const response = await gateway.call("/files/a%20b?x=1&y=%2F", { method: "PUT", body: "hello" });
    expect([response.status, response.headers.get("etag"), await response.json()]).toEqual([
      201,
      '"7"',
      { ok: true },
    ]);
    expect(response.headers.get("mooring-origin")).toBe("provider");
    expect(response.headers.get("mooring-upstream-ms")).toMatch(/^\d+$/);
    const [seen] = gateway.upstream.seen;
    expect([seen?.method, seen?.target, seen?.body.toString()]).toEqual([
      "PUT",
      "/v1/files/a%20b?x=1&y=%2F",
      "hello",
    ]);
    expect(seen?.headers.authorization).toBe(`Bearer ${TEST_TOKEN}`);
    expect(seen?.headers.host).toBe(new URL(gateway.upstream.origin).host);
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("forwards %s", async (method) => {
    await gateway.call("/x", { method });
    expect(gateway.upstream.seen.map((request) => request.method)).toEqual([method]);
  });

  it("forwards HEAD, with the length that a GET would have", async () => {
    gateway.upstream.answer((_req, res) => res.writeHead(200, { "content-length": "42" }).end());
    const response = await gateway.call("/x", { method: "HEAD" });
    expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([
      200,
      "42",
      "",
    ]);
  });

  it.each([204, 301, 302, 307, 308, 404, 429, 500, 503])("hands a %i back as it is", async (status) => {
    const headers = { location: "https://elsewhere.test/", "x-note": "9" };
    gateway.upstream.answer((_req, res) => res.writeHead(status, headers).end());
    const response = await gateway.call("/x", { method: "POST" });
    expect([response.status, response.headers.get("location"), response.headers.get("x-note")]).toEqual([
      status,
      headers.location,
      "9",
    ]);
    expect(gateway.upstream.seen).toHaveLength(1);
  });

  it("takes the integration's id as well as its slug", async () => {
    const url = `${gateway.origin}/api/integrations/${gateway.integration.id}/request/me`;
    expect((await fetch(url, { headers: { authorization: `Bearer ${gateway.key}` } })).status).toBe(200);
  });
});

describe("the JSON form", () => {
  it("sends what the form says, and nothing of the request around it", async () => {
    const form = { method: "post", url: "/files?a=b c", headers: { "X-Tag": "1" }, data: { name: "ü" } };
    const response = await gateway.post(form, {
      headers: { "x-outer": "1", "user-agent": "browser", accept: "text/html" },
    });
    expect(response.status).toBe(200);
    const [seen] = gateway.upstream.seen;
    expect([seen?.method, seen?.target, seen?.body.toString()]).toEqual([
      "POST",
      "/v1/files?a=b%20c",
      '{"name":"ü"}',
    ]);
    expect(seen?.headers).toMatchObject({
      "x-tag": "1",
      "content-type": "application/json",
      "user-agent": "Mooring/0.1",
      accept: "*/*",
    });
    expect(seen?.headers["x-outer"]).toBeUndefined();
  });

  it("takes an absolute address of the API's origin", async () => {
    await gateway.post({ url: `${gateway.upstream.origin}/other?x` });
    expect(gateway.upstream.seen.map(({ method, target }) => [method, target])).toEqual([
      ["GET", "/other?x"],
    ]);
  });

  it("names the headers that did not go to the provider", async () => {
    const response = await gateway.post({
      url: "/x",
      headers: { Authorization: "mine", Cookie: "a=b", "X-Ok": "1" },
    });
    expect(response.headers.get("mooring-dropped-headers")).toBe("authorization, cookie");
  });

  it("answers a HEAD with the provider's headers and no body", async () => {
    gateway.upstream.answer((_req, res) => res.writeHead(200, { "content-length": "42", etag: '"1"' }).end());
    const response = await gateway.post({ method: "HEAD", url: "/x" });
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([200, '"1"', ""]);
  });

  it.each([
    [{}, "/url"],
    [{ url: "" }, "/url"],
    [{ url: 7 }, "/url"],
    [{ url: "//x" }, "/url"],
    [{ url: "/x", headers: { "a b": "c" } }, "/headers/a b"],
    [{ url: "/x", headers: { a: "b\r\nc: d" } }, "/headers/a"],
    [{ url: "/x", headers: { a: 1 } }, "/headers/a"],
    [{ url: "/x", headers: { a: "1", A: "2" } }, "/headers"],
    [{ url: "/x", data: {} }, "/data"],
    [{ url: "/x", body: "typo" }, "/body"],
    [{ url: "/x", connectionId: "a\0" }, "/connectionId"],
    [[], ""],
  ])("refuses %j with a pointer to the field", async (form, pointer) => {
    const response = await gateway.post(form as Record<string, unknown>);
    const problem = (await response.json()) as { code: string; errors: { pointer: string }[] };
    expect([response.status, problem.code, problem.errors[0]?.pointer]).toEqual([
      422,
      "invalid-input",
      pointer,
    ]);
    expect(response.headers.get("mooring-origin")).toBe("gateway");
    expect(gateway.upstream.seen).toEqual([]);
  });

  it.each(["", "{", "\ufffe", '"text"'])("refuses the body %j", async (body) => {
    const response = await gateway.call("", {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    expect([response.status, gateway.upstream.seen]).toEqual([422, []]);
  });

  it("refuses another media type", async () => {
    const response = await gateway.call("", {
      method: "POST",
      body: '{"url":"/x"}',
      headers: { "content-type": "text/plain" },
    });
    expect([response.status, await codeOf(response)]).toEqual([422, "invalid-input"]);
  });
});

describe("P-08: a method", () => {
  it.each(["TRACE", "PROPFIND", "PURGE", "LINK"])(
    "P-08: %s is answered 405, whoever asks",
    async (method) => {
      const { request } = await import("node:http");
      const status = await new Promise((resolve, reject) => {
        request(
          `${gateway.origin}/api/integrations/${gateway.integration.slug}/request/x`,
          { method },
          (res) => resolve([res.resume().statusCode, res.headers.allow]),
        )
          .on("error", reject)
          .end();
      });
      expect(status).toEqual([405, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
    },
  );

  it.each(["TRACE", "CONNECT", "FOO"])("P-08: %s in the JSON form is answered 405", async (method) => {
    expect((await gateway.post({ method, url: "/x" })).status).toBe(405);
    expect(gateway.upstream.seen).toEqual([]);
  });

  it("P-08: that changes something needs a path, or the JSON form", async () => {
    const response = await gateway.call("", { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });
});

describe("P-12: the provider's 401", () => {
  it("P-12: is answered by one renewal and one more try with the same body", async () => {
    const provider = answerWithTokens(gateway.upstream, (token, res) =>
      res.writeHead(token === "renewed-1" ? 200 : 401).end("done"),
    );
    const response = await gateway.call("/x", { method: "POST", body: "same" });
    expect([response.status, await response.text(), provider.renewals()]).toEqual([200, "done", 1]);
    const calls = gateway.upstream.seen.filter(({ target }) => target === "/v1/x");
    expect(calls.map(({ body }) => body.toString())).toEqual(["same", "same"]);
  });

  it("P-12: that never ends costs one token request a minute, over 1,000 calls", {
    timeout: 60_000,
  }, async () => {
    const provider = answerWithTokens(gateway.upstream, (_token, res) =>
      res.writeHead(401, { "x-from": "provider" }).end(),
    );
    for (let round = 0; round < 50; round++) {
      const responses = await Promise.all(Array.from({ length: 20 }, () => gateway.call("/x")));
      expect(responses.map(({ status, headers }) => [status, headers.get("x-from")])).toEqual(
        responses.map(() => [401, "provider"]),
      );
    }
    expect(provider.renewals()).toBe(1);
  });

  it("P-12: is handed on when the body was streamed", async () => {
    const provider = answerWithTokens(gateway.upstream, (_token, res) => res.writeHead(401).end());
    const body = new ReadableStream({
      start: (controller) => [controller.enqueue(new Uint8Array(10)), controller.close()],
    });
    const init = { method: "POST", body, duplex: "half" };
    expect([(await gateway.call("/x", init as RequestInit)).status, provider.renewals()]).toEqual([401, 0]);
  });

  it("becomes 409 when the provider has ended the grant", async () => {
    gateway.upstream.answer((req, res) =>
      req.url === "/token"
        ? res.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_grant"}')
        : res.writeHead(401).end(),
    );
    const response = await gateway.call("/x");
    expect([response.status, await codeOf(response)]).toEqual([409, "connection-needs-reauth"]);
  });
});

describe("bookkeeping", () => {
  it("stamps the connection's last use once a minute, and moves nothing else", async () => {
    const read = () => database.db.connection.findUniqueOrThrow({ where: { id: gateway.connectionId } });
    const before = await read();
    await gateway.call("/x");
    await gateway.settle();
    const after = await read();
    expect(after.lastUsedAt?.getTime()).toBeGreaterThan(before.createdAt.getTime());
    await gateway.call("/x");
    await gateway.settle();
    expect(await read()).toEqual({ ...before, lastUsedAt: after.lastUsedAt });
  });

  it("says 504 when the provider cannot be reached, and logs no token", async () => {
    await gateway.upstream.close();
    const response = await gateway.call("/x");
    expect([response.status, await codeOf(response), response.headers.get("mooring-origin")]).toEqual([
      504,
      "provider-unreachable",
      "gateway",
    ]);
    expect(JSON.stringify(gateway.lines)).not.toContain(TEST_TOKEN);
    expect(gateway.lines.map(({ level }) => level)).toEqual(["warn"]);
  });
});

describe("a colleague", () => {
  it("who has not connected is told where to", async () => {
    const key = await gateway.createKey(await createColleague(database, gateway.owner));
    const response = await gateway.call("/x", { headers: { authorization: `Bearer ${key}` } });
    const problem = (await response.json()) as { code: string; detail: string };
    expect([response.status, problem.code]).toEqual([409, "connection-needs-reauth"]);
    expect(problem.detail).toContain(`/oauth/${gateway.integration.slug}`);
    expect(gateway.upstream.seen).toEqual([]);
  });
});
