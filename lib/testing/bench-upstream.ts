import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/*
 * The provider's API of `bench:gateway`: a small JSON document at every path, 10 MB at `…/download`. Prints its port.
 */

const document = Buffer.from(JSON.stringify({ id: 7, login: "ada", note: "x".repeat(200) }));
const file = Buffer.alloc(10 * 1024 * 1024, "mooring ");

const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
  const isFile = req.url?.endsWith("/download") === true;
  const [type, body] = isFile ? ["application/octet-stream", file] : ["application/json", document];
  res.writeHead(200, { "content-type": type, "content-length": body.length }).end(body);
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
