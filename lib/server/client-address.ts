import type { IncomingMessage } from "node:http";
import { isIP, type Socket } from "node:net";

// A caller sends many requests on one socket.
const known = new WeakMap<Socket, string>();

/**
 * The caller's address: the socket's, or what the outermost of our own proxies saw. `hops` proxies stand in front, each
 * of which appends to X-Forwarded-For, so the entry that far from the right is the caller; what is left of it is hearsay (S-11).
 */
export function readClientAddress(
  req: Pick<IncomingMessage, "headers" | "socket">,
  hops: number,
): string | null {
  if (hops === 0) return readSocketAddress(req.socket);
  const forwarded = [req.headers["x-forwarded-for"] ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((entry) => toAddress(entry.trim()));
  const seen = [...forwarded, toAddress(req.socket.remoteAddress ?? "")];
  return seen.at(-1 - hops) ?? seen.at(-1) ?? null;
}

function readSocketAddress(socket: Socket): string | null {
  const address = known.get(socket) ?? toAddress(socket.remoteAddress ?? "");
  if (address !== null) known.set(socket, address);
  return address;
}

// IPv4 addresses come as ::ffff:… on a dual-stack socket, and some proxies add the port.
function toAddress(text: string): string | null {
  const bare = text.replace(/^\[(.+)\](:\d+)?$/, "$1").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) ? address : null;
}
