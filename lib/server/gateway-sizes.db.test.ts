import { get, type IncomingMessage, type RequestOptions, request } from "node:http";
import net from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "#lib/config/load-config.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
const MB = 1024 * 1024;
const SECOND = 1_000;
// The check's own figures; by default more may pass.
const { requestMb, responseMb, callSeconds } = loadConfig({
  GATEWAY_REQUEST_MB: "10",
  GATEWAY_RESPONSE_MB: "50",
  GATEWAY_CALL_SECONDS: "2",
}).gateway;
let owner: MemberActor;
let gateway: TestGateway;

beforeAll(async () => {
  owner = await createOwner(database.db);
});
beforeEach(async () => {
  gateway = await startTestGateway({ database, owner, limits: { requestMb, responseMb, callSeconds } });
  await gateway.call("/warm");
});
afterEach(() => gateway.close());

interface Outcome {
  status: number | undefined;
  bytes: number;
  isWhole: boolean;
}

/** Sends a body that is made as it goes, and reads the answer as it comes. */
function send(options: RequestOptions, body?: Readable): Promise<Outcome> {
  const path = `/api/integrations/${gateway.integration.slug}/request/x`;
  const headers = { authorization: `Bearer ${gateway.key}`, ...(options.headers as Record<string, string>) };
  return new Promise((resolve) => {
    const read = (res: IncomingMessage) => {
      let bytes = 0;
      res.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      res.on("error", () => {});
      res.once("close", () => resolve({ status: res.statusCode, bytes, isWhole: res.complete }));
    };
    const url = gateway.origin + path;
    if (!body) return void get(url, { headers }, read);
    const req = request(url, { ...options, headers }, read);
    req.on("error", () => resolve({ status: undefined, bytes: 0, isWhole: false }));
    body.pipe(req);
  });
}

/** So many megabytes, made as they are read. */
function megabytes(count: number, chunk = Buffer.alloc(MB, "some text ")): Readable {
  let left = count;
  return new Readable({
    read() {
      this.push(left-- > 0 ? chunk : null);
    },
  });
}

/** How long it takes, and by how many megabytes the process grows meanwhile. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; ms: number; grownMb: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const startedMs = performance.now();
  const result = await work();
  clearInterval(watch);
  return { result, ms: performance.now() - startedMs, grownMb: (most - before) / MB };
}

/** Whether the socket to the provider has been closed. */
function watchSocket(req: IncomingMessage): { isClosed: boolean } {
  const watched = { isClosed: false };
  req.socket.once("close", () => {
    watched.isClosed = true;
  });
  return watched;
}

describe("P-09: a request", () => {
  it("P-09: of 10 MB and a byte is answered 413 at once, when its length is declared", async () => {
    const { hostname, port } = new URL(gateway.origin);
    const socket = net.connect({ host: hostname, port: Number(port) });
    const path = `/api/integrations/${gateway.integration.slug}/request/x`;
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.key}\r\nContent-Length: ${10 * MB + 1}\r\n\r\n`,
    );
    expect((await buffer(socket)).toString()).toMatch(/^HTTP\/1\.1 413 [\s\S]*payload-too-large/);
    expect(gateway.upstream.seen).toHaveLength(1);
  });

  it("P-09: of 10 MB and a byte in chunks is cut, with 413 for the caller and nothing whole for the provider", async () => {
    let isWhole = false;
    let upstream = { isClosed: false };
    gateway.upstream.answer(
      (req) => {
        upstream = watchSocket(req);
        req
          .on("end", () => {
            isWhole = true;
          })
          .on("error", () => {})
          .resume();
      },
      { streams: true },
    );
    const body = Readable.from([Buffer.alloc(10 * MB), Buffer.from("+")]);
    const { result, grownMb } = await measured(() => send({ method: "POST" }, body));
    expect([413, undefined]).toContain(result.status);
    expect(gateway.lines.map(({ args }) => args[0])).toContainEqual(expect.objectContaining({ status: 413 }));
    await expect.poll(() => upstream.isClosed, { timeout: SECOND }).toBe(true);
    expect([isWhole, grownMb < 64]).toEqual([false, true]);
  });

  it("P-09: of exactly 10 MB passes", async () => {
    const { status } = await gateway.call("/x", { method: "POST", body: new Uint8Array(10 * MB) });
    expect([status, gateway.upstream.seen[1]?.body.length]).toEqual([200, 10 * MB]);
  });

  it("P-09: in the JSON form of more than 10 MB is answered 413, whatever the setting", async () => {
    const generous = await startTestGateway({ database, owner, limits: { requestMb: 1_024 } });
    const response = await generous.post({ method: "POST", url: "/x", data: "a".repeat(10 * MB) });
    const { code } = (await response.json()) as { code: string };
    expect([response.status, code, generous.upstream.seen]).toEqual([413, "payload-too-large", []]);
    await generous.close();
  });
});

describe("P-09: an answer", () => {
  it("P-09: that declares 50 MB and a byte is answered 502 at once, and its socket closed", async () => {
    let upstream = { isClosed: false };
    gateway.upstream.answer((req, res) => {
      upstream = watchSocket(req);
      res.writeHead(200, { "content-length": String(50 * MB + 1) });
      megabytes(51).pipe(res);
    });
    const response = await gateway.call("/x");
    const { code, detail } = (await response.json()) as Record<string, string>;
    expect([response.status, code, detail]).toEqual([
      502,
      "provider-misbehaved",
      expect.stringContaining("more than 50 MB"),
    ]);
    await expect.poll(() => upstream.isClosed, { timeout: SECOND }).toBe(true);
  });

  it.each([
    [
      "50 MB and a byte in chunks",
      () => Readable.from([...Array(50).fill(Buffer.alloc(MB)), Buffer.from("+")]),
    ],
    ["chunks without end", () => megabytes(Number.POSITIVE_INFINITY)],
  ])("P-09: of %s breaks off, in constant memory, and its socket is closed", async (_what, make) => {
    let upstream = { isClosed: false };
    gateway.upstream.answer((req, res) => {
      upstream = watchSocket(req);
      res.writeHead(200, { "content-type": "application/octet-stream" });
      make().pipe(res);
    });
    const { result, grownMb } = await measured(() => send({}));
    expect(result).toMatchObject({ status: 200, isWhole: false });
    expect([result.bytes <= 50 * MB, grownMb < 64]).toEqual([true, true]);
    await expect.poll(() => upstream.isClosed, { timeout: SECOND }).toBe(true);
    expect(gateway.lines.map(({ args }) => args)).toEqual([
      [{ reason: "provider-misbehaved" }, "a provider's answer was cut short"],
    ]);
  });

  it("P-09: that is too long for a caller of HTTP/1.0 ends in a reset, never in an end", async () => {
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200);
      megabytes(51).pipe(res);
    });
    const { hostname, port } = new URL(gateway.origin);
    const socket = net.connect({ host: hostname, port: Number(port) });
    const path = `/api/integrations/${gateway.integration.slug}/request/x`;
    socket.write(`GET ${path} HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer ${gateway.key}\r\n\r\n`);
    await expect(buffer(socket)).rejects.toThrow("ECONNRESET");
  });

  it("P-09: of exactly 50 MB passes, and so does what a HEAD only names", async () => {
    gateway.upstream.answer((req, res) => {
      if (req.method === "HEAD") return res.writeHead(200, { "content-length": String(900 * MB) }).end();
      res.writeHead(200);
      return megabytes(50).pipe(res);
    });
    expect(await send({})).toEqual({ status: 200, bytes: 50 * MB, isWhole: true });
    const head = await gateway.call("/x", { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(900 * MB)]);
  });

  it.each([
    ["declares too much", { "content-length": String(51 * MB) }, 502],
    ["grows too long", {}, 200],
  ])("P-09: that %s is no reason to send a call again that goes out once", async (_what, headers, status) => {
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200, headers);
      megabytes(51).pipe(res);
    });
    const charge = () => gateway.call("/x", { method: "POST", headers: { "idempotency-key": "k" } });
    const first = await charge();
    await first.arrayBuffer().catch(() => {});
    const second = await charge();
    expect([first.status, second.status, gateway.upstream.seen.length]).toEqual([status, 409, 2]);
  });
});

describe("P-09: time", () => {
  const limitMs = 2 * SECOND;

  it("P-09: an answer that comes byte by byte breaks off within the limit and a second", async () => {
    let upstream = { isClosed: false };
    gateway.upstream.answer(async (req, res) => {
      upstream = watchSocket(req);
      res.writeHead(200, { "content-length": "1000" });
      while (!upstream.isClosed) {
        res.write("a");
        await delay(100);
      }
    });
    const { result, ms } = await measured(() => send({}));
    expect(result).toMatchObject({ status: 200, isWhole: false });
    expect([ms > limitMs - 100, ms < limitMs + SECOND]).toEqual([true, true]);
    await expect.poll(() => upstream.isClosed, { timeout: SECOND }).toBe(true);
  });

  it.each([
    ["stays silent", async () => {}],
    [
      "drips its headers byte by byte",
      async ({ socket }: IncomingMessage) => {
        socket.write("HTTP/1.1 200 OK\r\nX-Slow: ");
        while (!socket.destroyed) {
          socket.write("a");
          await delay(100);
        }
      },
    ],
  ])("P-09: a provider that %s is answered 504 within the limit and a second", async (_what, respond) => {
    let upstream = { isClosed: false };
    gateway.upstream.answer((req) => {
      upstream = watchSocket(req);
      return respond(req);
    });
    const { result, ms } = await measured(() => gateway.call("/x"));
    const { code, detail } = (await result.json()) as Record<string, string>;
    expect([result.status, code, detail]).toEqual([
      504,
      "provider-unreachable",
      expect.stringContaining("within 2 s"),
    ]);
    expect([ms > limitMs - 100, ms < limitMs + SECOND]).toEqual([true, true]);
    await expect.poll(() => upstream.isClosed, { timeout: SECOND }).toBe(true);
  });

  it("P-09: an upload that nobody reads is answered 504 within the limit and a second", async () => {
    gateway.upstream.answer(() => {}, { streams: true });
    const body = megabytes(9);
    const headers = { "content-length": String(9 * MB) };
    const { result, ms } = await measured(() => send({ method: "PUT", headers }, body));
    expect([504, undefined]).toContain(result.status);
    expect(gateway.lines.map(({ args }) => args[0])).toContainEqual(expect.objectContaining({ status: 504 }));
    expect(ms).toBeLessThan(limitMs + SECOND);
  });
});

describe("by default", () => {
  it("100 MB pass up and down in constant memory", { timeout: 60_000 }, async () => {
    const roomy = await startTestGateway({ database, owner, limits: loadConfig({}).gateway });
    await gateway.close();
    gateway = roomy;
    let received = 0;
    gateway.upstream.answer(
      (req, res) =>
        req
          .on("data", (chunk: Buffer) => {
            received += chunk.length;
          })
          .on("end", () => megabytes(100).pipe(res.writeHead(200, { "content-type": "video/mp4" }))),
      { streams: true },
    );
    await send({ method: "POST" }, megabytes(30));
    received = 0;
    const { result, grownMb } = await measured(() => send({ method: "POST" }, megabytes(100)));
    expect([result, received]).toEqual([{ status: 200, bytes: 100 * MB, isWhole: true }, 100 * MB]);
    expect(grownMb).toBeLessThan(64);
  });

  it("an answer is limited in neither size nor time, and a request to 1 GB", () => {
    expect(loadConfig({}).gateway).toMatchObject({ requestMb: 1_024, responseMb: 0, callSeconds: 0 });
  });
});

it("P-09: a bomb of a thousand to one breaks off at the limit, grows no memory, and its socket is closed", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * MB));
  let upstream = { isClosed: false };
  gateway.upstream.answer((req, res) => {
    upstream = watchSocket(req);
    res.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).write(bomb);
  });
  const { result, grownMb } = await measured(() => send({}));
  expect([result.isWhole, result.bytes <= 50 * MB, grownMb < 64]).toEqual([false, true, true]);
  expect(200 * MB).toBeGreaterThan(1_000 * bomb.length);
  await expect.poll(() => upstream.isClosed, { timeout: SECOND }).toBe(true);
});
