import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { findFreePort } from "#lib/db/free-port.ts";
import { startHttpServer } from "./http-server.ts";

async function setUp(hear: (req: IncomingMessage) => void = () => {}) {
  const port = await findFreePort();
  const arrived: ((answer: ServerResponse) => void)[] = [];
  const arrival = new Promise<ServerResponse>((resolve) => arrived.push(resolve));
  const listener = (req: IncomingMessage, res: ServerResponse) => {
    hear(req);
    arrived.at(0)?.(res);
  };
  const server = await startHttpServer({
    host: "127.0.0.1",
    port,
    isSecure: false,
    listener,
    onUpgrade: null,
  });
  const send = () => request({ host: "127.0.0.1", port, agent: false }).end();
  return { port, server, arrival, send };
}

describe("closing the server", () => {
  it("C-06: lets a running request finish and takes no new one", async () => {
    const { server, arrival, send } = await setUp();
    const running = once(send(), "response");
    const res = await arrival;
    const closing = server.close(new AbortController().signal);
    await expect(once(send(), "response")).rejects.toThrow("ECONNREFUSED");
    res.end("finished");
    const [answer] = (await running) as [IncomingMessage];
    expect(await text(answer)).toBe("finished");
    await expect(closing).resolves.toBeUndefined();
  });

  it("ends what runs when told to hurry", async () => {
    const { server, arrival, send } = await setUp();
    const running = once(send(), "response");
    await arrival;
    const hurry = new AbortController();
    const closing = server.close(hurry.signal);
    hurry.abort();
    await expect(running).rejects.toThrow("socket hang up");
    await expect(closing).resolves.toBeUndefined();
  });
});

describe("what is refused behind a request that is being answered", () => {
  it.each([
    ["another coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"],
    ["no HTTP", "nonsense\r\n\r\n"],
  ])("P-06: %s breaks that answer off, and is never put in its middle", async (_what, bytes) => {
    const { port, server, arrival } = await setUp();
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    const received = text(socket).catch(() => "");
    const seen: string[] = [];
    socket.on("data", (piece) => seen.push(String(piece)));
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const res = await arrival;
    res.writeHead(200, { "content-length": "400" }).write("half");
    await once(socket, "data");
    socket.write(bytes);
    await received;
    expect(seen.join("")).toMatch(/^HTTP\/1\.1 200 [\s\S]*half$/);
    expect(res.writableFinished).toBe(false);
    await server.close(AbortSignal.abort());
  });
});

describe("what stands behind a request that is refused", () => {
  const rest = "GET /hidden HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  it.each([
    ["another coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
    [
      "the identity coding, then chunks",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    ],
    ["an upgrade to nothing", "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: \r\n\r\n"],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["no version", "GET /\r\nHost: a\r\n\r\n"],
    ["a line feed in the target", "GET /\nX: HTTP/1.1\r\nHost: a\r\n\r\n"],
  ])("P-06: %s: neither it nor what follows in the same packet is heard", async (_what, bytes) => {
    const heard: unknown[] = [];
    const { port, server } = await setUp((req) => heard.push(req.url));
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    socket.write(bytes + rest);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    expect(heard).toEqual([]);
    await server.close(AbortSignal.abort());
  });
});

describe("an address that cannot be listened on", () => {
  const listener = () => undefined;

  it("is one line that names PORT when something has it", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const start = startHttpServer({ host: "127.0.0.1", port, isSecure: false, listener, onUpgrade: null });
    await expect(start).rejects.toThrow(new RegExp(`^PORT ${port} is taken on 127\\.0\\.0\\.1`));
    other.close();
  });

  it("is one line that names HOST when it is not ours", async () => {
    const port = await findFreePort();
    const start = startHttpServer({ host: "192.0.2.1", port, isSecure: false, listener, onUpgrade: null });
    await expect(start).rejects.toThrow(/^HOST 192\.0\.2\.1 is no address of this machine$/);
  });
});
