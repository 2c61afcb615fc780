import net from "node:net";
import { text } from "node:stream/consumers";

/** Writes these very bytes and gives all that comes back until the other side closes. */
export async function exchangeRaw(
  origin: string,
  bytes: string,
  encoding: BufferEncoding = "utf8",
): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = net.connect({ host: hostname, port: Number(port) });
  socket.write(bytes, encoding);
  return text(socket);
}

/** The statuses of an exchange, one for each answer. */
export function statusesOf(answers: string): number[] {
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

interface RawCall {
  method?: "GET" | "POST" | "PATCH";
  key?: string;
  headers?: readonly string[];
  /** JSON. */
  body?: string;
}

/**
 * A request whose target is these very bytes: an HTTP client would tidy them up. Gives the status, 0 for
 * no answer.
 */
export async function sendRaw(
  origin: string,
  target: string,
  { method = "GET", key, headers = [], body = "" }: RawCall = {},
): Promise<number> {
  const own = key === undefined ? [] : [`Authorization: Bearer ${key}`];
  const type = body === "" ? [] : ["Content-Type: application/json"];
  const length = method === "GET" ? [] : [...type, `Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [
    `${method} ${target} HTTP/1.1`,
    "Host: x",
    ...own,
    ...length,
    ...headers,
    "Connection: close",
  ];
  return statusesOf(await exchangeRaw(origin, `${lines.join("\r\n")}\r\n\r\n${body}`))[0] ?? 0;
}
