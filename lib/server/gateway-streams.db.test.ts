import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const MB = 1024 * 1024;
const path = () => `/api/integrations/${gateway.integration.slug}/request/x`;
const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Writes these bytes to the gateway and gives all that comes back. */
function exchange(bytes: string): Promise<string> {
  const { hostname, port } = new URL(gateway.origin);
  const socket = net.connect({ host: hostname, port: Number(port) });
  socket.write(bytes);
  return text(socket);
}

describe("bodies", () => {
  it("P-19: come through byte for byte, both ways", async () => {
    gateway.upstream.answer((_req, res, seen) =>
      res.writeHead(200, { "content-type": "application/octet-stream" }).end(seen.body),
    );
    for (const size of [1, 1_000, MB, 3 * MB]) {
      const sent = randomBytes(size);
      const response = await gateway.call("/x", { method: "POST", body: sent });
      expect(sha(new Uint8Array(await response.arrayBuffer()))).toBe(sha(sent));
    }
  });

  it("come through as they are encoded, for the caller to decode", async () => {
    const packed = gzipSync("packed");
    gateway.upstream.answer((_req, res) =>
      res.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length }).end(packed),
    );
    expect(await (await gateway.call("/x")).text()).toBe("packed");
  });

  it("keep their length when they stream up, so that the provider sees no chunks it did not ask for", async () => {
    const body = randomBytes(2 * MB);
    await gateway.call("/x", { method: "PUT", body });
    expect(gateway.upstream.seen[0]?.headers).toMatchObject({ "content-length": String(body.length) });
    expect(gateway.upstream.seen[0]?.headers["transfer-encoding"]).toBeUndefined();
    expect(sha(gateway.upstream.seen[0]?.body ?? body.subarray(1))).toBe(sha(body));
  });

  it("are handed on piece by piece, before they are whole", async () => {
    let finish = () => {};
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
      finish = () => res.end("data: 2\n\n");
    });
    const response = await gateway.call("/x");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe("data: 1\n\n");
    finish();
    expect((await reader?.read())?.value).toBe("data: 2\n\n");
  });

  it("wait for a slow reader instead of filling memory", async () => {
    const chunk = Buffer.alloc(64 * 1024);
    let produced = 0;
    gateway.upstream.answer((_req, res) => {
      const endless = new Readable({
        read() {
          produced += chunk.length;
          this.push(produced > 200 * MB ? null : chunk);
        },
      });
      res.writeHead(200);
      endless.pipe(res);
    });
    const response = await gateway.call("/x");
    const reader = response.body?.getReader();
    await reader?.read();
    let before = -1;
    const hasStopped = () => {
      const isSame = before === produced;
      before = produced;
      return isSame;
    };
    await vi.waitUntil(hasStopped, { interval: 100, timeout: 10_000 });
    expect(produced).toBeLessThan(50 * MB);
    await reader?.cancel();
  });
});

describe("P-10: a caller who leaves", () => {
  const unheard: unknown[] = [];
  const note = (reason: unknown) => unheard.push(reason);
  beforeEach(() => {
    process.on("unhandledRejection", note).on("uncaughtException", note);
  });
  afterEach(async () => {
    // A rejection that nobody hears is reported once the turn of the event loop has passed.
    await delay(20);
    process.off("unhandledRejection", note).off("uncaughtException", note);
    expect(unheard.splice(0)).toEqual([]);
  });

  it.each([
    [
      "a long answer that it does not read",
      { "content-type": "application/octet-stream" },
      Buffer.alloc(64 * 1024),
    ],
    [
      "events, packed",
      { "content-type": "text/event-stream", "content-encoding": "gzip" },
      gzipSync("data: 1\n\n"),
    ],
  ])("P-10: in the middle of %s ends it upstream", async (_what, headers, chunk) => {
    const { promise: closed, resolve } = withResolvers();
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200, headers);
      const more = () => {
        if (!res.destroyed && res.write(chunk)) setTimeout(more, 1);
      };
      res.on("drain", more).once("close", resolve);
      more();
    });
    const { hostname, port } = new URL(gateway.origin);
    const socket = net.connect({ host: hostname, port: Number(port) });
    socket.write(`GET ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.key}\r\n\r\n`);
    await once(socket, "readable");
    const leftMs = performance.now();
    socket.resetAndDestroy();
    await closed;
    expect(performance.now() - leftMs).toBeLessThan(1_000);
    expect(gateway.lines).toEqual([]);
  });

  it("P-10: while the provider thinks ends the provider's request", async () => {
    const { promise: closed, resolve } = withResolvers();
    const { promise: arrived, resolve: arrive } = withResolvers();
    gateway.upstream.answer((req) => {
      arrive();
      req.socket.once("close", resolve);
    });
    const caller = new AbortController();
    const call = gateway.call("/x", { signal: caller.signal }).catch((error: Error) => error.name);
    await arrived;
    const leftMs = performance.now();
    caller.abort();
    await closed;
    expect(await call).toBe("AbortError");
    expect(performance.now() - leftMs).toBeLessThan(1_000);
  });

  it("P-10: in the middle of the answer ends it upstream", async () => {
    const { promise: closed, resolve } = withResolvers();
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200).write("first");
      res.once("close", resolve);
    });
    const caller = new AbortController();
    const response = await gateway.call("/x", { signal: caller.signal });
    await response.body?.getReader().read();
    const leftMs = performance.now();
    caller.abort();
    await closed;
    expect(performance.now() - leftMs).toBeLessThan(1_000);
    expect(gateway.lines).toEqual([]);
  });

  it("P-10: in the middle of an upload leaves the provider with no whole request", async () => {
    let isWhole = false;
    const { promise: closed, resolve } = withResolvers();
    gateway.upstream.answer(
      (req) =>
        req
          .on("end", () => {
            isWhole = true;
          })
          .on("close", resolve)
          .on("error", () => {})
          .resume(),
      { streams: true },
    );
    const { hostname, port } = new URL(gateway.origin);
    const socket = net.connect({ host: hostname, port: Number(port) });
    socket.write(
      `POST ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.key}\r\nContent-Length: ${5 * MB}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(2 * MB));
    await vi.waitUntil(() => gateway.upstream.seen.length === 1);
    const leftMs = performance.now();
    socket.destroy();
    await closed;
    expect(performance.now() - leftMs).toBeLessThan(1_000);
    expect(isWhole).toBe(false);
  });

  it("a provider that breaks off in the middle breaks the answer off too", async () => {
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200, { "content-length": "100" }).write("part");
      setImmediate(() => res.destroy());
    });
    const response = await gateway.call("/x");
    await expect(response.text()).rejects.toThrow();
    await vi.waitUntil(() => gateway.lines.length > 0);
    expect(gateway.lines.map(({ args }) => args[1])).toEqual(["a provider's answer was cut short"]);
  });
});

describe("P-06: a body that has no reader", () => {
  it("P-06: a body that nobody read is never taken for the next request", async () => {
    const hidden = `GET ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.key}\r\n\r\n`;
    const answer = await exchange(
      `POST ${path()} HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\nConnection: close\r\n\r\n${hidden}`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401"]);
    expect(gateway.upstream.seen).toEqual([]);
  });

  it("P-06: a GET with a body is refused", async () => {
    const answer = await exchange(
      `GET ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.key}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 422 /);
    expect(gateway.upstream.seen).toEqual([]);
  });
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
