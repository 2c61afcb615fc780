import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One request as it arrived. */
export interface SeenRequest {
  method: string;
  /** The request line's target, byte for byte. */
  target: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export type Answer = (req: IncomingMessage, res: ServerResponse, seen: SeenRequest) => unknown;

/** A plain HTTP server on a loopback address that keeps what it is sent. */
export interface TestUpstream {
  origin: string;
  port: number;
  seen: SeenRequest[];
  /** Sockets that were opened, whatever came over them. */
  connections(): number;
  /** From now on it answers so. Unless `streams`, the body has been read before. */
  answer(respond: Answer, options?: { streams: boolean }): void;
  close(): Promise<void>;
}

/** Starts one; it answers `{}` until told otherwise. */
export async function startUpstream(host = "127.0.0.1"): Promise<TestUpstream> {
  const seen: SeenRequest[] = [];
  let opened = 0;
  let current: { respond: Answer; streams: boolean } = { respond: answerEmpty, streams: false };
  const server = createServer(async (req, res) => {
    const { respond, streams } = current;
    const request = {
      method: req.method ?? "",
      target: req.url ?? "",
      headers: req.headers,
      body: Buffer.alloc(0),
    };
    seen.push(request);
    if (!streams) request.body = await buffer(req);
    respond(req, res, request);
  });
  server.on("connection", () => opened++);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    seen,
    connections: () => opened,
    answer: (respond, { streams } = { streams: false }) => {
      current = { respond, streams };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answerEmpty: Answer = (_req, res) =>
  res.writeHead(200, { "content-type": "application/json" }).end("{}");
