import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

interface Stored {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
  freshUntil: number;
  /** The request's own values of the fields that `Vary` names; `null`: no other request matches. */
  varied: Record<string, string | undefined> | null;
}

/** A cache before a server, as an operator might put one there. */
export interface CachingForwarder {
  origin: string;
  /** How many answers came out of the store. */
  hits(): number;
  close(): Promise<void>;
}

/**
 * Starts a cache that stores what RFC 9111 lets it store and sends the rest on to `target`: a shared one like a CDN's, or a
 * private one like a browser's, which several people may use after one another.
 */
export async function startCachingForwarder(
  target: string,
  kind: "shared" | "private",
): Promise<CachingForwarder> {
  const store = new Map<string, Stored[]>();
  let hits = 0;
  const server = createServer(async (req, res) => {
    const name = `${req.method} ${req.url}`;
    const stored = store.get(name)?.find((one) => one.freshUntil > Date.now() && isMatch(one, req));
    if (stored) {
      hits++;
      return res.writeHead(stored.status, { ...stored.headers, age: "0" }).end(stored.body);
    }
    const answer = await send(target, req);
    const lifeMs = lifetimeMs(answer, req, kind);
    if (req.method === "GET" && lifeMs > 0) {
      const kept = { ...answer, freshUntil: Date.now() + lifeMs, varied: variedBy(answer.headers, req) };
      store.set(name, [...(store.get(name) ?? []), kept]);
    }
    return res.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: () => hits,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer = Pick<Stored, "status" | "headers" | "body">;

function send(target: string, { method, url, headers }: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(new URL(url ?? "/", target), { method, headers, agent: false }, async (res) => {
      const { "transfer-encoding": _coding, connection: _connection, ...kept } = res.headers;
      resolve({ status: res.statusCode ?? 0, headers: kept, body: await buffer(res) });
    })
      .once("error", reject)
      .end();
  });
}

// RFC 9111 §3, §4.2: what forbids storing, then how long it is fresh; without a word of the server's, by heuristics.
function lifetimeMs(
  { headers }: Answer,
  { headers: asked }: IncomingMessage,
  kind: "shared" | "private",
): number {
  const says = String(headers["cache-control"] ?? "")
    .toLowerCase()
    .split(/\s*,\s*/);
  const seconds = (name: string) => says.find((item) => item.startsWith(`${name}=`))?.slice(name.length + 1);
  if (says.includes("no-store") || says.includes("no-cache")) return 0;
  if (kind === "shared") {
    const isOpen =
      says.includes("public") || says.includes("must-revalidate") || seconds("s-maxage") !== undefined;
    if (says.includes("private") || (asked.authorization !== undefined && !isOpen)) return 0;
  }
  const life = (kind === "shared" && seconds("s-maxage")) || seconds("max-age");
  if (life) return Number(life) * 1_000;
  if (headers.expires) return Date.parse(String(headers.expires)) - Date.now();
  return headers["last-modified"] ? (Date.now() - Date.parse(String(headers["last-modified"]))) / 10 : 0;
}

function variedBy({ vary }: OutgoingHttpHeaders, { headers }: IncomingMessage): Stored["varied"] {
  const names = String(vary ?? "")
    .toLowerCase()
    .split(/\s*,\s*/)
    .filter(Boolean);
  if (names.includes("*")) return null;
  return Object.fromEntries(names.map((name) => [name, fieldOf(headers, name)]));
}

function isMatch({ varied }: Stored, { headers }: IncomingMessage): boolean {
  return varied !== null && Object.entries(varied).every(([name, value]) => fieldOf(headers, name) === value);
}

function fieldOf(headers: IncomingMessage["headers"], name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : String(value);
}
