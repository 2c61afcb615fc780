import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "#lib/config/start-error.ts";
import { securityHeaders } from "./security-headers.ts";

interface HttpOptions {
  host: string;
  port: number;
  isSecure: boolean;
  listener: (req: IncomingMessage, res: ServerResponse) => void;
  /** Only in development: the framework's live reload. Otherwise every upgrade is refused. */
  onUpgrade: ((req: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
}

export interface HttpServer {
  /** Takes no new connection, waits for the requests that run, and ends them when `hurry` fires or after 30 s. */
  close(hurry: AbortSignal): Promise<void>;
}

const DRAIN_MS = 30_000;

/** Listens. Throws one line when the address is taken or not ours. */
export async function startHttpServer({
  host,
  port,
  isSecure,
  listener,
  onUpgrade,
}: HttpOptions): Promise<HttpServer> {
  const serve = (req: IncomingMessage, res: ServerResponse) => {
    if (isOver(req.socket)) return;
    if (isPlain(req)) listener(req, res);
    else refuse(req.socket, "400 Bad Request", isSecure);
  };
  const expectFails = (res: ServerResponse) => void res.writeHead(417, bareHeaders(isSecure)).end();
  const server = createServer(
    // Node's own answer to a missing Host would let the bytes behind it pass for requests (P-06).
    { headersTimeout: 20_000, requestTimeout: 300_000, keepAliveTimeout: 65_000, requireHostHeader: false },
    serve,
  );
  server.on("clientError", (error, socket) => refuse(socket, statusOf(error), isSecure));
  server.on("connect", (_req, socket) => {
    socket.on("error", () => socket.destroy());
    refuse(socket, "405 Method Not Allowed", isSecure);
  });
  // RFC 9110 §10.1.1: big uploads of everyday clients wait for the 100. It ends here, and no other expectation is known.
  server.on("checkContinue", (req: IncomingMessage, res: ServerResponse) => {
    if (isOver(req.socket)) return;
    if (req.headers.expect?.toLowerCase() !== "100-continue") return expectFails(res);
    if (isPlain(req)) res.writeContinue();
    serve(req, res);
  });
  server.on("checkExpectation", (_req, res: ServerResponse) => expectFails(res));
  server.on("upgrade", (req, socket, head) => {
    // Node has let go of this socket: unheard, a caller's reset would end the process.
    socket.on("error", () => socket.destroy());
    if (onUpgrade) onUpgrade(req, socket, head);
    else refuse(socket, "400 Bad Request", isSecure);
  });
  await listen(server, host, port);
  return { close: (hurry) => close(server, hurry) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new StartError(explain(cause, host, port), { cause })),
    );
    server.listen(port, host, () => resolve());
  });
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRINUSE") return `PORT ${port} is taken on ${host}: stop what uses it, or set PORT`;
  if (code === "EACCES") return `PORT ${port} may not be used by this user: set PORT to 1024 or more`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `HOST ${host} is no address of this machine`;
  return `cannot listen on HOST ${host}, PORT ${port}: ${message}`;
}

// P-08: a request that is whole but for its method, which the parser does not know, is told so.
function statusOf(error: Error & { code?: string; rawPacket?: Buffer }): string {
  const isMethod = error.code === "HPE_INVALID_METHOD";
  const start = isMethod ? (error.rawPacket?.toString("latin1", 0, 8_192) ?? "") : "";
  const isRequest = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP\/1\.[01]\r\n/.test(start);
  return isRequest ? "405 Method Not Allowed" : "400 Bad Request";
}

// The parser goes on with the bytes behind a request that was refused; nothing in them is one (P-06).
function isOver({ writableEnded, destroyed }: Duplex): boolean {
  return writableEnded || destroyed;
}

// The parser lets other codings through before it ends the connection, some of them for good, an upgrade to nothing, and a
// line without a version, which is HTTP/0.9 (P-06).
function isPlain({ headers, httpVersion }: IncomingMessage): boolean {
  const coding = headers["transfer-encoding"];
  if (httpVersion !== "1.0" && (httpVersion !== "1.1" || headers.host === undefined)) return false;
  return headers.upgrade !== "" && (coding === undefined || coding.toLowerCase() === "chunked");
}

// What is no HTTP gets no handler, yet the same headers as everything else (S-06).
function refuse(socket: Duplex, status: string, isSecure: boolean): void {
  if (socket.writableEnded) return;
  if (!socket.writable || isAnswering(socket)) return void socket.destroy();
  const lines = Object.entries(bareHeaders(isSecure)).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n`);
}

// An answer to an earlier request is half sent: another one in its middle would be taken for a part of it. Node keeps it there.
function isAnswering(socket: Duplex & { _httpMessage?: ServerResponse | null }): boolean {
  const { _httpMessage: running } = socket;
  return running?.headersSent === true && !running.writableEnded;
}

function bareHeaders(isSecure: boolean): Record<string, string> {
  const headers = securityHeaders({ path: "/api/", isSecure, isDev: false, nonce: "" });
  return { ...headers, "content-length": "0", connection: "close" };
}

async function close(server: Server, hurry: AbortSignal): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const limit = delay(DRAIN_MS, undefined, { signal: hurry, ref: false }).catch(() => {});
  await Promise.race([closed, limit]);
  server.closeAllConnections();
  await closed;
}
