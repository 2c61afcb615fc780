import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
const LIMIT_MS = 1_000;
const MB = 1024 * 1024;
let gateway: TestGateway;

beforeEach(async () => {
  const timeouts = { headersMs: LIMIT_MS, bodyMs: LIMIT_MS };
  gateway = await startTestGateway({ database, owner: await createOwner(database.db), timeouts });
  // So that what is measured is the exchange, not the first use of everything.
  await gateway.call("/warm");
});
afterEach(() => gateway.close());

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

/** Reads an answer as it comes and gives the number of its bytes; with `most`, leaves after so many. */
function read(path: string, most = Number.POSITIVE_INFINITY): Promise<{ bytes: number; isWhole: boolean }> {
  const url = `${gateway.origin}/api/integrations/${gateway.integration.slug}/request${path}`;
  return new Promise((resolve, reject) => {
    const req = get(url, { headers: { authorization: `Bearer ${gateway.key}` } }, (res) => {
      let bytes = 0;
      res.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > most) req.destroy();
      });
      res.on("error", () => {});
      res.once("close", () => resolve({ bytes, isWhole: res.complete }));
    });
    req.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET") reject(error);
    });
  });
}

describe("P-09: a provider that", () => {
  it("P-09: stays silent is answered 504 within the limit and a second", async () => {
    let isClosed = false;
    gateway.upstream.answer((req) => {
      req.socket.once("close", () => {
        isClosed = true;
      });
    });
    const { result, ms } = await measured(() => gateway.call("/x"));
    const { code } = await result.json();
    expect([result.status, code]).toEqual([504, "provider-unreachable"]);
    expect(ms).toBeLessThan(LIMIT_MS + 1_000);
    await expect.poll(() => isClosed).toBe(true);
  });

  it("P-09: drips its headers byte by byte is answered 504 within the limit and a second", async () => {
    gateway.upstream.answer(async (req) => {
      for (const letter of `HTTP/1.1 200 OK\r\nX-Slow: ${"a".repeat(200)}`) {
        if (req.socket.destroyed) return;
        req.socket.write(letter);
        await delay(50);
      }
    });
    const { result, ms } = await measured(() => gateway.call("/x"));
    expect(result.status).toBe(504);
    expect(ms).toBeLessThan(LIMIT_MS + 1_000);
  });

  it("P-09: stops in the middle of its answer has the answer cut, and its socket closed", async () => {
    let isClosed = false;
    gateway.upstream.answer((req, res) => {
      req.socket.once("close", () => {
        isClosed = true;
      });
      res.writeHead(200, { "content-length": "100" }).write("half");
    });
    const { result, ms } = await measured(() => read("/x"));
    expect(result).toEqual({ bytes: 4, isWhole: false });
    expect(ms).toBeLessThan(LIMIT_MS + 1_000);
    await expect.poll(() => isClosed).toBe(true);
  });

  it("P-09: never ends its chunks streams in constant memory, and ends when its reader leaves", async () => {
    let isClosed = false;
    gateway.upstream.answer((req, res) => {
      req.socket.once("close", () => {
        isClosed = true;
      });
      res.writeHead(200, { "content-type": "text/plain" });
      const chunk = Buffer.alloc(64 * 1024, "endless ");
      const more = () => {
        while (!isClosed && res.write(chunk));
      };
      res.on("drain", more);
      more();
    });
    await read("/x", 50 * MB);
    await expect.poll(() => isClosed).toBe(true);
    isClosed = false;
    const { result, grownMb } = await measured(() => read("/x", 200 * MB));
    expect(result.bytes).toBeGreaterThan(200 * MB);
    expect(grownMb).toBeLessThan(64);
    await expect.poll(() => isClosed, { timeout: 1_000 }).toBe(true);
  });

  it("P-09: packs 200 MB into 200 KB is unpacked as its reader reads, in constant memory", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MB));
    gateway.upstream.answer((_req, res) =>
      res.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb),
    );
    const { result, grownMb } = await measured(() => read("/x"));
    expect([result, 200 * MB > 1_000 * bomb.length]).toEqual([{ bytes: 200 * MB, isWhole: true }, true]);
    expect(grownMb).toBeLessThan(64);
  });
});

describe("P-11: an echo of the Authorization header", () => {
  const echo = (type: string, write: (text: string) => string[]) =>
    gateway.upstream.answer((req, res) => {
      res.writeHead(200, { "content-type": type, "x-echo": req.headers.authorization });
      for (const piece of write(req.headers.authorization ?? "")) res.write(piece);
      res.end();
    });

  it.each(["application/json", "text/html", "text/event-stream", "application/problem+json"])(
    "P-11: comes back without the token, in headers and in %s",
    async (type) => {
      echo(type, (sent) => [`{"you sent":"`, ...sent, `"}`]);
      const response = await gateway.call("/echo");
      expect([response.headers.get("x-echo"), await response.text()]).toEqual([
        "Bearer [redacted]",
        `{"you sent":"Bearer ${"*".repeat(16)}"}`,
      ]);
    },
  );

  it("P-11: comes back without the token in a short body of known length", async () => {
    gateway.upstream.answer((req, res) =>
      res.writeHead(200, { "content-type": "text/plain" }).end(req.headers.authorization),
    );
    expect(await (await gateway.call("/echo")).text()).toBe(`Bearer ${"*".repeat(16)}`);
  });
});
