import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";
import { exchangeRaw, statusesOf } from "#lib/testing/raw-request.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

/** A call by Node's own client, which lets a test set headers that `fetch` would not. */
function send(headers: Record<string, string>, method = "GET"): Promise<number | undefined> {
  const url = `${gateway.origin}/api/integrations/${gateway.integration.slug}/request/x`;
  return new Promise((resolve, reject) => {
    request(url, { method, headers: { authorization: `Bearer ${gateway.key}`, ...headers } }, (res) => {
      res.resume().on("end", () => resolve(res.statusCode));
    })
      .on("error", reject)
      .end();
  });
}

const hostile = {
  ...{
    cookie: "mooring-session=s3cret; a=b",
    "proxy-authorization": "Basic x",
    "proxy-connection": "keep-alive",
    te: "trailers",
  },
  ...{
    "keep-alive": "timeout=5",
    forwarded: "for=1",
    via: "1.1 x",
    "x-forwarded-for": "1.2.3.4",
    "x-forwarded-host": "evil",
  },
  ...{
    "x-forwarded-proto": "https",
    "x-real-ip": "1.2.3.4",
    "x-http-method-override": "DELETE",
    "x-method-override": "DELETE",
  },
  ...{
    "x-original-url": "/admin",
    "x-rewrite-url": "/admin",
    origin: "https://evil.test",
    referer: "https://evil.test/?secret",
  },
  ...{
    "sec-fetch-site": "cross-site",
    "x-middleware-subrequest": "1",
    "x-mooring-request": "1",
    "mooring-connection": "",
  },
  ...{
    "access-control-request-method": "GET",
    "upgrade-insecure-requests": "1",
    dnt: "1",
    connection: "x-hop",
    "x-hop": "1",
  },
};

/** Of RFC 9110 §7.6 and its kin, and what proxies add. */
const hops = [
  ...[
    "Keep-Alive: timeout=5",
    "Proxy-Connection: keep-alive",
    "Proxy-Authorization: Basic x",
    "Proxy-Authenticate: Basic",
  ],
  ...[
    "Proxy-Authentication-Info: x",
    "Proxy-Features: x",
    "TE: trailers",
    "Trailer: X-T",
    "Via: 1.1 x",
    "Max-Forwards: 1",
  ],
  ...[
    "Forwarded: for=1.2.3.4;host=evil",
    "X-Forwarded-For: 1.2.3.4",
    "X-Forwarded-Host: evil",
    "X-Forwarded-Proto: https",
  ],
  ...[
    "X-Forwarded-Port: 1",
    "X-Forwarded-Server: evil",
    "X-Forwarded-Ssl: on",
    "X-Forwarded-Prefix: /x",
    "X-Forwarded-By: x",
  ],
  ...[
    "X-Forwarded: x",
    "X-Real-IP: 1.2.3.4",
    "True-Client-IP: 1.2.3.4",
    "CF-Connecting-IP: 1.2.3.4",
    "X-Client-IP: 1.2.3.4",
  ],
  ...[
    "X-HTTP-Method: DELETE",
    "X-HTTP-Method-Override: DELETE",
    "X-Method-Override: DELETE",
    "X-Original-URL: /admin",
  ],
  ...[
    "X-Rewrite-URL: /admin",
    "X-Original-Host: evil",
    "Cookie: mooring-session=s3cret",
    "Cookie2: $Version=1",
    "X-Hop: 1",
  ],
];

describe("P-03: what the provider sees", () => {
  it("P-03: is the allowed headers and its own token, in the path form", async () => {
    const { "mooring-connection": _unset, ...sent } = hostile;
    expect(await send({ ...sent, accept: "a/b", "x-own": "1", "x-api-key": gateway.key })).toBe(200);
    expect(gateway.upstream.seen[0]?.headers).toEqual({
      host: new URL(gateway.upstream.origin).host,
      connection: "keep-alive",
      accept: "a/b",
      "x-own": "1",
      "user-agent": "Mooring/0.1",
      authorization: `Bearer ${TEST_TOKEN}`,
    });
  });

  it("P-03: is the same in the JSON form", async () => {
    const headers = {
      ...hostile,
      Trailer: "x-t",
      Host: "evil",
      Authorization: "Bearer mine",
      "Transfer-Encoding": "chunked",
      "Content-Length": "9",
      Expect: "100-continue",
      Upgrade: "h2c",
    };
    expect((await gateway.post({ url: "/x", headers })).status).toBe(200);
    expect(Object.keys(gateway.upstream.seen[0]?.headers ?? {}).sort()).toEqual([
      "accept",
      "authorization",
      "connection",
      "host",
      "user-agent",
    ]);
    expect(gateway.upstream.seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${TEST_TOKEN}`,
      host: new URL(gateway.upstream.origin).host,
    });
  });

  it("P-03: is nothing of what a hop says to the next, and its own token though Connection names its header", async () => {
    const head = `GET /api/integrations/${gateway.integration.slug}/request/x HTTP/1.1\r\nHost: evil.test\r\n`;
    for (const connection of [
      "authorization",
      "Authorization, X-Hop",
      "close, authorization, host, accept, user-agent",
    ]) {
      const lines = [
        `Authorization: Bearer ${gateway.key}`,
        `Connection: ${connection}`,
        "Connection: close",
      ];
      const answer = await exchangeRaw(gateway.origin, `${head}${[...lines, ...hops].join("\r\n")}\r\n\r\n`);
      expect(statusesOf(answer)).toEqual([200]);
    }
    const own = {
      ...{ host: new URL(gateway.upstream.origin).host, connection: "keep-alive", accept: "*/*" },
      ...{ "user-agent": "Mooring/0.1", authorization: `Bearer ${TEST_TOKEN}` },
    };
    expect(gateway.upstream.seen.map(({ headers }) => headers)).toEqual([
      { ...own, "x-hop": "1" },
      own,
      { ...own, "x-hop": "1" },
    ]);
  });

  it("P-03: never holds our key or session", async () => {
    const cookie = await gateway.cookie(gateway.owner);
    await send({ cookie, "x-copy": gateway.key });
    const seen = JSON.stringify(gateway.upstream.seen);
    expect(seen).not.toContain(gateway.key);
    expect(seen).not.toContain(cookie.split("=")[1]);
  });
});

describe("P-03: what the caller gets", () => {
  it("P-03: is nothing that acts on our origin", async () => {
    const provided = {
      ...{
        "set-cookie": "a=b",
        "clear-site-data": '"*"',
        refresh: "0;url=https://evil.test",
        "service-worker-allowed": "/",
      },
      ...{
        "content-security-policy": "default-src *",
        "access-control-allow-origin": "*",
        "access-control-allow-credentials": "true",
      },
      ...{
        "strict-transport-security": "max-age=0",
        "cross-origin-opener-policy": "unsafe-none",
        "x-frame-options": "ALLOWALL",
      },
      ...{
        "x-powered-by": "x",
        server: "x",
        "alt-svc": "h3=evil",
        sourcemap: "/x",
        "mooring-origin": "gateway",
        "x-keep": "1",
      },
      ...{
        "cache-control": "public, max-age=99",
        "x-content-type-options": "sniff",
        connection: "x-hop, keep-alive",
        "x-hop": "1",
      },
      ...{ "content-type": "text/html", "content-disposition": "inline" },
    };
    gateway.upstream.answer((_req, res) => res.writeHead(200, provided).end("<script>alert(1)</script>"));
    const response = await gateway.call("/x");
    const {
      date,
      "keep-alive": _keepAlive,
      "mooring-upstream-ms": _ms,
      "mooring-request-id": _id,
      ...headers
    } = Object.fromEntries(response.headers);
    expect(headers).toEqual({
      "cache-control": "private, no-store",
      connection: "keep-alive",
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'",
      "content-type": "text/html",
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "cross-origin-resource-policy": "same-origin",
      "mooring-origin": "provider",
      "permissions-policy": expect.stringContaining("camera=()"),
      "referrer-policy": "no-referrer",
      "transfer-encoding": "chunked",
      vary: "Authorization, Cookie, Mooring-Connection",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "x-keep": "1",
      "x-request-id": response.headers.get("mooring-request-id"),
    });
    expect(await response.text()).toBe("<script>alert(1)</script>");
  });

  it("P-03: carries the same guards on our own problems", async () => {
    const response = await gateway.call("/x", { headers: { authorization: "Bearer nonsense" } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "cache-control": "private, no-store",
      "content-security-policy": "sandbox; default-src 'none'",
      "content-type": "application/problem+json",
      "mooring-origin": "gateway",
      "www-authenticate": 'Bearer error="invalid_token"',
      "x-content-type-options": "nosniff",
    });
  });

  it("P-11: has the token blotted out of headers that echo it", async () => {
    gateway.upstream.answer((req, res) =>
      res
        .writeHead(302, {
          location: `/login?${req.headers.authorization}`,
          "x-echo": `${req.headers.authorization}`,
        })
        .end(),
    );
    const response = await gateway.call("/x");
    expect([response.headers.get("location"), response.headers.get("x-echo")]).toEqual([
      "/login?Bearer [redacted]",
      "Bearer [redacted]",
    ]);
  });

  it("P-16: is stored by no cache", async () => {
    gateway.upstream.answer((_req, res) =>
      res
        .writeHead(200, {
          "cache-control": "public",
          expires: "Fri, 01 Jan 2100 00:00:00 GMT",
          age: "1",
          vary: "Accept",
        })
        .end(),
    );
    const { headers } = await gateway.call("/x");
    expect([
      headers.get("cache-control"),
      headers.get("expires"),
      headers.get("age"),
      headers.get("vary"),
    ]).toEqual(["private, no-store", null, null, "Authorization, Cookie, Mooring-Connection, Accept"]);
  });
});
