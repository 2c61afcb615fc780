import { setTimeout as delay } from "node:timers/promises";
import zlib, { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const MB = 1024 * 1024;
const stars = "*".repeat(TEST_TOKEN.length);
const packings = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const;
type Packing = keyof typeof packings;

/** The upstream sends back the Authorization that it got, packed, in pieces of so many bytes. */
function echoPacked(packing: Packing, { size = 100, filler = "", headers = {}, status = 200 } = {}): void {
  gateway.upstream.answer(async (req, res) => {
    const text = JSON.stringify({ filler, sent: req.headers.authorization });
    const packed = packings[packing](text);
    res.writeHead(status, {
      "content-type": "application/json",
      "content-encoding": packing,
      etag: '"1"',
      "x-echo": req.headers.authorization,
      ...headers,
    });
    for (let at = 0; at < packed.length; at += size) res.write(packed.subarray(at, at + size));
    res.end();
  });
}

describe("P-11: an echo of the Authorization header", () => {
  it.each(Object.keys(packings) as Packing[])(
    "P-11: comes back without the token in a body packed by %s, in pieces",
    async (packing) => {
      echoPacked(packing, { size: 7 });
      const response = await gateway.call("/echo", { headers: { "accept-encoding": packing } });
      expect(await response.json()).toEqual({ filler: "", sent: `Bearer ${stars}` });
      const { headers } = response;
      expect([headers.get("content-encoding"), headers.get("x-echo"), headers.get("etag")]).toEqual([
        null,
        "Bearer [redacted]",
        'W/"1"',
      ]);
    },
  );

  it("P-11: comes back without it at the end of a megabyte that is packed", async () => {
    const filler = "x".repeat(MB - 200);
    echoPacked("gzip", { filler });
    expect(await (await gateway.call("/echo")).json()).toEqual({ filler, sent: `Bearer ${stars}` });
  });

  it("P-11: comes back without it in a packed body of known length, and from what is kept for a repetition", async () => {
    gateway.upstream.answer((req, res) => {
      const packed = gzipSync(req.headers.authorization ?? "");
      res
        .writeHead(200, {
          "content-type": "text/plain",
          "content-encoding": "gzip",
          "content-length": packed.length,
        })
        .end(packed);
    });
    const once = () => gateway.call("/echo", { method: "POST", headers: { "idempotency-key": "k" } });
    const texts = [await (await once()).text(), await (await once()).text()];
    expect([texts, gateway.upstream.seen.length]).toEqual([[`Bearer ${stars}`, `Bearer ${stars}`], 1]);
  });

  it("P-11: comes back without it from an endpoint that names no type", async () => {
    gateway.upstream.answer((req, res) => res.writeHead(200).end(req.headers.authorization));
    expect(await (await gateway.call("/echo")).text()).toBe(`Bearer ${stars}`);
  });
});

describe("P-11: a coding that nobody here could look into", () => {
  it.each([
    [{ "accept-encoding": "gzip;q=0.5, dcb, compress, zstd" }, "gzip;q=0.5, zstd"],
    [{ "accept-encoding": "*" }, "identity"],
    [{ "accept-encoding": "gzip", range: "bytes=5-" }, "identity"],
  ])("P-11: is not asked for: %o", async (headers, seen) => {
    await gateway.call("/x", { headers });
    expect(gateway.upstream.seen[0]?.headers["accept-encoding"]).toBe(seen);
  });

  it("P-11: and comes all the same leaves a text that is searched as it is", async () => {
    gateway.upstream.answer((req, res) =>
      res
        .writeHead(200, { "content-type": "text/plain", "content-encoding": "aws-chunked" })
        .end(req.headers.authorization),
    );
    expect(await (await gateway.call("/echo")).text()).toBe(`Bearer ${stars}`);
  });
});

describe("a packed answer", () => {
  it("streams: each event is there before the next is made", async () => {
    let send = (_text: string) => {};
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      const packer = zlib.createGzip();
      packer.pipe(res);
      send = (text) => {
        packer.write(text);
        packer.flush();
      };
      send("data: 1\n\n");
    });
    const response = await gateway.call("/x");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe("data: 1\n\n");
    send(`data: ${TEST_TOKEN}\n\n`);
    expect((await reader?.read())?.value).toBe(`data: ${stars}\n\n`);
    await reader?.cancel();
  });

  it.each([
    ["no text", { "content-type": "application/octet-stream" }],
    ["larger than what is searched", { "content-type": "text/csv" }],
  ])("that is %s passes byte for byte", async (_what, headers) => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 2 * MB }, () => Math.random() * 256)));
    gateway.upstream.answer((_req, res) =>
      res
        .writeHead(200, { ...headers, "content-encoding": "gzip", "content-length": packed.length })
        .end(packed),
    );
    const response = await gateway.call("/x");
    expect([response.headers.get("content-encoding"), response.headers.get("content-length")]).toEqual([
      "gzip",
      String(packed.length),
    ]);
    expect((await response.arrayBuffer()).byteLength).toBe(2 * MB);
  });

  it("that is empty, or only named by a HEAD, is empty", async () => {
    gateway.upstream.answer((_req, res) =>
      res.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" }).end(),
    );
    for (const method of ["GET", "HEAD"]) {
      const response = await gateway.call("/x", { method });
      expect([response.status, await response.text()]).toEqual([200, ""]);
    }
  });

  it.each([
    ["is no gzip", Buffer.from("this is no gzip at all")],
    ["ends in the middle", gzipSync("a".repeat(9_000)).subarray(0, 20)],
  ])("that %s breaks off", async (_what, bytes) => {
    gateway.upstream.answer((_req, res) => {
      res.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" }).write(bytes);
      void delay(20).then(() => res.end());
    });
    await expect(gateway.call("/x").then((response) => response.text())).rejects.toThrow();
    await expect.poll(() => gateway.lines.length).toBeGreaterThan(0);
    expect(gateway.lines.map(({ args }) => args[1])).toContain("a provider's answer was cut short");
  });
});
