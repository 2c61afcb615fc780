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

it("P-06: an upgrade is answered 400", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write(upgrade);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});
