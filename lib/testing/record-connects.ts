import net, { type LookupFunction } from "node:net";
import { vi } from "vitest";

interface ConnectOptions {
  host?: string;
  port?: number | string;
  path?: string;
  lookup?: LookupFunction;
}

/**
 * Stands where sockets are opened and keeps the addresses that they would be opened to, after the look-up; none is
 * opened but those that `passes`. Ends with the test.
 */
export function recordConnects(passes: (target: ConnectOptions) => boolean = () => false): string[] {
  const addresses: string[] = [];
  const connect = net.Socket.prototype.connect;
  vi.spyOn(net.Socket.prototype, "connect").mockImplementation(function (
    this: net.Socket,
    ...args: unknown[]
  ) {
    const options = optionsOf(Array.isArray(args[0]) ? args[0] : args);
    if (passes(options)) return Reflect.apply(connect, this, args);
    const { host = "localhost", path, lookup } = options;
    if (path) addresses.push(`unix:${path}`);
    else if (net.isIP(host) || !lookup) addresses.push(host);
    else lookup(host, { all: true }, (_error, found) => addresses.push(...textsOf(found)));
    process.nextTick(() => this.destroy(Object.assign(new Error("recorded"), { code: "ECONNREFUSED" })));
    return this;
  });
  return addresses;
}

// The three ways to call it: (options), (port, host), (path).
function optionsOf([first, second]: unknown[]): ConnectOptions {
  if (typeof first === "object" && first !== null) return first;
  if (Number.isNaN(Number(first))) return { path: String(first) };
  return { port: Number(first), ...(typeof second === "string" && { host: second }) };
}

function textsOf(found: string | { address: string }[]): string[] {
  return typeof found === "string" ? [found] : found.map(({ address }) => address);
}
