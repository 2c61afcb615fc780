import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findFreePort } from "#lib/db/free-port.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createTestLog } from "#lib/testing/log.ts";
import { createHealth, type Health } from "./health.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";
import { createRequestListener, type Handler } from "./request-listener.ts";

const database = useDatabase();
const log = createTestLog();
const seen: { by: string; url: string | undefined; headers: IncomingHttpHeaders }[] = [];

let server: HttpServer;
let health: Health;
let port: number;

const answerAs =
  (by: string): Handler =>
  async (req, res) => {
    seen.push({ by, url: req.url, headers: { ...req.headers } });
    if (req.url === "/crash") throw new Error("a handler failed");
    res.end(by);
  };

beforeAll(async () => {
  port = await findFreePort();
  health = createHealth(database.db);
  await database.db.$queryRaw`SELECT 1`;
  const facts = { origin: "https://mooring.example.com", isSecure: true, isDev: false, trustedProxyHops: 1 };
  const listener = createRequestListener({
    facts,
    health,
    log,
    gateway: answerAs("gateway"),
    console: answerAs("console"),
  });
  server = await startHttpServer({ host: "127.0.0.1", port, isSecure: true, listener, onUpgrade: null });
});

afterAll(() => server.close(AbortSignal.abort()));

beforeEach(() => {
  seen.length = 0;
});

async function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ res: IncomingMessage; body: string }> {
  const req = httpRequest({ host: "127.0.0.1", port, method, path, headers }).end();
  const [res] = (await once(req, "response")) as [IncomingMessage];
  return { res, body: await text(res) };
}

async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(bytes);
  return text(socket);
}

describe("every answer", () => {
  it.each([
    ["a page", "GET", "/oauth", 200, {}],
    ["an API answer", "GET", "/api/integrations", 200, {}],
    ["a health check", "GET", "/healthz", 200, {}],
    ["a crash", "GET", "/crash", 500, {}],
    [
      "a body that is too large",
      "POST",
      "/api/integrations",
      413,
      { "content-length": String(1024 * 1024 + 1) },
    ],
    ["a method that nothing takes", "TRACE", "/", 405, {}],
    ["an expectation", "GET", "/", 417, { expect: "miracles" }],
  ])("S-06: %s carries the security headers", async (_, method, path, status, headers) => {
    const { res } = await send(method, path, headers);
    expect(res.statusCode).toBe(status);
    expect(res.headers).toMatchObject({
      "strict-transport-security": expect.stringMatching(/^max-age=\d{8,}/),
      "x-content-type-options": "nosniff",
      "referrer-policy": expect.any(String),
      "permissions-policy": expect.stringContaining("camera=()"),
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "cache-control": "private, no-store",
    });
    expect(res.headers["x-powered-by"]).toBeUndefined();
  });

  it("S-06: what is no HTTP is refused with the same headers", async () => {
    const answer = await sendRaw(
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain("x-content-type-options: nosniff");
    expect(seen).toEqual([]);
  });

  it("an upgrade is refused", async () => {
    const answer = await sendRaw(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual([]);
  });

  it.each(["/oauth/callback?code=a", "/oauth2/callback", "/oauth/callback/key", "/oauth/flows/flow-1"])(
    "F-06: %s never becomes a Referer",
    async (path) => {
      expect((await send("GET", path)).res.headers["referrer-policy"]).toBe("no-referrer");
    },
  );

  it("S-05: a page's policy lets scripts run by a nonce of this answer alone", async () => {
    const first = String((await send("GET", "/")).res.headers["content-security-policy"]);
    const second = String((await send("GET", "/")).res.headers["content-security-policy"]);
    const nonce = /script-src 'self' 'nonce-([\w-]{22})' 'strict-dynamic';/.exec(first)?.[1];
    expect(nonce).toBeDefined();
    expect(second).not.toContain(nonce);
    expect(seen.at(0)?.headers["x-nonce"]).toBe(nonce);
    expect(first).not.toMatch(/script-src[^;]*unsafe/);
    for (const rule of ["object-src 'none'", "base-uri 'none'", "form-action 'self'"])
      expect(first).toContain(rule);
  });
});

describe("what reaches a handler", () => {
  it("goes to the gateway for a connection's requests, and to the console for everything else", async () => {
    for (const path of ["/api/integrations/drive/request", "/api/integrations/drive/request/files?q=1"])
      await send("GET", path);
    for (const path of [
      "/api/integrations/drive",
      "/api/integrations/drive/%72equest",
      "/API/integrations/drive/request",
    ])
      await send("GET", path);
    expect(seen.map(({ by }) => by)).toEqual(["gateway", "gateway", "console", "console", "console"]);
  });

  it("F-05: is told our own address, whatever the caller says it used", async () => {
    await send("GET", "/oauth/callback?code=1", {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example",
    });
    const headers = seen[0]?.headers ?? {};
    expect(headers).toMatchObject({
      host: "mooring.example.com",
      "x-forwarded-host": "mooring.example.com",
      "x-forwarded-proto": "https",
    });
    expect(JSON.stringify(headers)).not.toContain("evil.example");
  });

  it("S-11: is told the caller's address and the request's id by us, whatever the caller sends under these names", async () => {
    const { res } = await send("GET", "/", {
      "x-forwarded-for": "1.1.1.1, 198.51.100.7",
      "x-mooring-client-address": "1.1.1.1",
      "x-mooring-request-id": "mine",
      "x-mooring-anything": "else",
      "x-middleware-subrequest": "middleware",
      "next-action": "abc",
    });
    const headers = seen[0]?.headers ?? {};
    expect(headers["x-mooring-client-address"]).toBe("198.51.100.7");
    expect(headers["x-mooring-request-id"]).toBe(res.headers["x-request-id"]);
    expect(headers["x-mooring-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    for (const name of ["x-mooring-anything", "x-middleware-subrequest", "next-action"])
      expect(headers[name]).toBeUndefined();
  });

  it("P-07: is never a target that is no path", async () => {
    const answer = await sendRaw(
      "GET http://evil.example/api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(seen).toEqual([]);
  });
});

describe("a refusal of the server itself", () => {
  it("is a problem document", async () => {
    const { res, body } = await send("POST", "/api/integrations", { "content-length": "99999999" });
    expect(res.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({
      type: "https://mooring.example.com/problems/payload-too-large",
      status: 413,
      code: "payload-too-large",
      requestId: res.headers["x-request-id"],
    });
  });

  it("says nothing of a crash but its id", async () => {
    const { body } = await send("GET", "/crash");
    expect(JSON.parse(body)).toMatchObject({ status: 500, code: "internal" });
    expect(body).not.toContain("a handler failed");
    expect(log.lines.some((line) => line.level === "error")).toBe(true);
  });
});

describe("health", () => {
  it("O-08: is told without any fact about the deployment, and turns when the process stops", async () => {
    expect((await send("GET", "/healthz")).body).toBe('{"status":"ok"}');
    expect((await send("GET", "/readyz")).body).toBe('{"status":"ready"}');
    health.stop();
    const { res, body } = await send("GET", "/readyz");
    expect([res.statusCode, body, res.headers["retry-after"]]).toEqual([503, '{"status":"stopping"}', "5"]);
    expect((await send("GET", "/healthz")).res.statusCode).toBe(200);
  });
});
