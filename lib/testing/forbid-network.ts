import net from "node:net";

// Tests talk to this machine only: a connection to anywhere else fails, whoever opens it.
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const host = findHost(args);
  if (host === null || isLoopback(host)) return Reflect.apply(connect, this, args);
  const error = Object.assign(new Error(`tests may not reach ${host}`), { code: "ENETUNREACH" });
  process.nextTick(() => this.destroy(error));
  return this;
} as typeof connect;

// The three ways to call it: (options), (port, host), (path); and net.connect's own array around them.
function findHost(args: unknown[]): string | null {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === "object" && first !== null) {
    const { host, path } = first as net.TcpNetConnectOpts & { path?: string };
    return path ? null : (host ?? "localhost");
  }
  if (typeof first === "string" && Number.isNaN(Number(first))) return null;
  return typeof second === "string" ? second : "localhost";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^(::ffff:)?127(\.\d+){3}$/.test(host);
}
