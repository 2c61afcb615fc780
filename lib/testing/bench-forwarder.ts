import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, request } from "undici";

/*
 * What a gateway is measured against in `bench:gateway`: the least that forwards with a token, and knows nobody.
 * `node lib/testing/bench-forwarder.ts <upstream's origin>`. Prints its port.
 */

const [origin = ""] = process.argv.slice(2);
const dispatcher = new Agent();
const authorization = "Bearer a-fixed-token";

const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
  forward(req, res).catch(() => res.destroy());
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
});
process.on("SIGTERM", () => process.exit(0));

async function forward(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const method = (req.method ?? "GET") as "GET";
  const { statusCode, headers, body } = await request(origin + req.url, {
    dispatcher,
    method,
    headers: { accept: req.headers.accept ?? "*/*", authorization },
    body: method === "GET" ? null : req,
  });
  const { connection, "keep-alive": keepAlive, ...kept } = headers;
  res.writeHead(statusCode, kept);
  body.pipe(res);
}
