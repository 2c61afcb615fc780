import net from "node:net";
import type { RawRequest } from "./input-requests.ts";

export interface WireAnswer {
  /** 0: the connection ended without an answer. */
  status: number;
  head: string;
  body: string;
}

const LONGEST_MS = 60_000;

/** Writes a request as it is, and gives what comes back until the other side closes. Throws when nothing does for a minute. */
export function sendWire(origin: string, { method, target, headers, body }: RawRequest): Promise<WireAnswer> {
  const { hostname, port, host } = new URL(origin);
  const isSized = body.length > 0 || !["GET", "HEAD"].includes(method);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(headers.some((line) => line.startsWith("host:")) ? [] : [`host: ${host}`]),
    ...headers,
    ...(isSized ? [`content-length: ${body.length}`] : []),
    "connection: close",
  ];
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    socket.setTimeout(LONGEST_MS, () => {
      socket.destroy();
      reject(new Error(`${method} ${target.slice(0, 200)} got no answer for a minute`));
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    // A reset after a refusal is how a server lets go of a body that it does not want.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(readAnswer(Buffer.concat(chunks))));
    socket.write(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
    socket.write(body);
  });
}

function readAnswer(bytes: Buffer): WireAnswer {
  // What a 100 began, the answer ends.
  const text = bytes.toString("utf8").replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, "");
  const [head = "", ...rest] = text.split("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join("\r\n\r\n") };
}

/** What an answer must never hold: a place in our sources, or a trace of calls. */
export function hasTrace({ head, body }: WireAnswer): boolean {
  return /\n\s*at .{1,200}[:(].{1,200}:\d+|node_modules\/|file:\/\/\/\w|\/lib\/[a-z-]+\/[a-z-]+\.ts|\.ts:\d+:\d+/.test(
    head + body,
  );
}
