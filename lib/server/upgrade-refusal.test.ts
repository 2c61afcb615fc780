import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findFreePort } from "#lib/db/free-port.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";

const upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);

let port: number;
let server: HttpServer;

beforeEach(async () => {
  uncaught.length = 0;
  process.on("uncaughtException", note);
  port = await findFreePort();
  server = await startHttpServer({
    host: "127.0.0.1",
    port,
    isSecure: false,
    listener: (_req, res) => void res.end("here"),
    onUpgrade: null,
  });
});
afterEach(async () => {
  await server.close(AbortSignal.abort());
  process.off("uncaughtException", note);
});

async function resetAfter(request: string): Promise<void> {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  await once(socket, "connect");
  await new Promise<void>((sent) => socket.write(request, () => sent()));
  socket.resetAndDestroy();
}

it("V-01: a caller that asks for an upgrade and resets the connection does not end the process", async () => {
  for (let round = 0; round < 20; round++) await resetAfter(upgrade);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("here");
  expect(uncaught).toEqual([]);
});

it.each([
  ["CONNECT", "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["a method that nobody knows", "FROB /api/integrations/x/request/y HTTP/1.1\r\nHost: a\r\n\r\n"],
])("P-08: %s is answered 405 on the socket", async (_what, request) => {
  const socket = connect(port, "127.0.0.1");
  socket.write(request);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
  for (let round = 0; round < 5; round++) await resetAfter(request);
  expect(uncaught).toEqual([]);
});

it("what is no request at all is answered 400", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write(Buffer.from([22, 3, 1, 0, 200, 1, 0]));
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

it("P-06: an upgrade is answered 400", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write(upgrade);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});
