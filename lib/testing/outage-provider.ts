import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json, text } from "node:stream/consumers";
import { failures } from "./outage-answers.ts";
import { accessText, LIFE_SECONDS, readAccess, readRefresh, refreshText } from "./outage-tokens.ts";

/*
 * A provider of the drill, as a process of its own: `node lib/testing/outage-provider.ts <port>`. Its token endpoint rotates
 * strictly, fails as long as it is told to, and notes when each request arrived; its API knows when each token expires and
 * counts what comes too late. `POST /control` tells it how to behave, `GET /stats` what it has seen.
 */

/** What `POST /control` takes; what is left out stays. */
export interface Control {
  isDown?: boolean;
  /** How far the drill's clock is ahead of the real one. */
  aheadMs?: number;
  /** Of tokens whose expiry is told as a time after this: the herd's. */
  herdFromMs?: number;
  /** Each so-manieth call of the API is answered 503 with Retry-After, so that the gateway repeats it; 0: none. */
  busyEvery?: number;
}

/** What `GET /stats` gives. */
export interface ProviderStats {
  /** Arrival of each token request: real milliseconds, and those of the drill's clock. */
  arrivals: [realMs: number, drillMs: number][];
  failed: Record<string, number>;
  renewed: number;
  /** Refresh tokens that came a second time. */
  reused: number;
  calls: number;
  expired: number;
  unknown: number;
  /** The least that an accepted token had left. */
  leastLeftMs: number;
  /** How far its clock is ahead. */
  aheadMs: number;
}

interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const DAY_MS = 86_400_000;
const state = { isDown: false, aheadMs: 0, herdFromMs: 0, busyEvery: 0 };
const stats: ProviderStats = {
  ...{ arrivals: [], failed: {}, renewed: 0, reused: 0, calls: 0, expired: 0, unknown: 0 },
  ...{ leastLeftMs: Number.MAX_SAFE_INTEGER, aheadMs: 0 },
};
const generations = new Map<string, number>();
const silent = new Set<ServerResponse>();
const ways = Object.keys(failures);
let turn = 0;

const server = createServer((req, res) => {
  answer(req, res).catch(() => res.destroy());
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.stdout.write("ready\n"));
process.on("SIGTERM", () => process.exit(0));

function now(): number {
  return Date.now() + state.aheadMs;
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? "/", "http://127.0.0.1");
  if (pathname === "/token") {
    const body = await text(req);
    stats.arrivals.push([performance.timeOrigin + performance.now(), now()]);
    if (state.isDown) fail(res);
    else send(res, renew(body));
  } else if (pathname.startsWith("/api/")) send(res, answerCall(req.headers.authorization));
  else if (pathname === "/control") {
    Object.assign(state, (await json(req)) as Control);
    if (!state.isDown) dropSilent();
    send(res, { status: 200, body: {} });
  } else if (pathname === "/stats") send(res, { status: 200, body: { ...stats, aheadMs: state.aheadMs } });
  else send(res, { status: 404, body: {} });
}

// What hung is gone with whatever was mended, as after a restart.
function dropSilent(): void {
  for (const res of silent) res.destroy();
  silent.clear();
}

function fail(res: ServerResponse): void {
  const way = ways[turn++ % ways.length] ?? "503";
  stats.failed[way] = (stats.failed[way] ?? 0) + 1;
  if (way === "silence") silent.add(res);
  failures[way]?.(res);
}

function renew(body: string): Reply {
  const sent = readRefresh(new URLSearchParams(body).get("refresh_token"));
  if (!sent) return { status: 400, body: { error: "invalid_request" } };
  const { name, generation } = sent;
  if ((generations.get(name) ?? 0) !== generation) {
    stats.reused++;
    return { status: 400, body: { error: "invalid_grant" } };
  }
  generations.set(name, generation + 1);
  stats.renewed++;
  const tokens = {
    access_token: accessText({ name, expiresMs: now() + LIFE_SECONDS * 1_000 }),
    refresh_token: refreshText({ name, generation: generation + 1 }),
  };
  return { status: 200, body: { ...tokens, token_type: "Bearer", expires_in: LIFE_SECONDS } };
}

// The herd's tokens say their expiry relative to a moment that is named later; all others to the epoch.
function answerCall(authorization: string | undefined): Reply {
  stats.calls++;
  const token = readAccess(/^Bearer (.+)$/.exec(authorization ?? "")?.[1]);
  if (!token) {
    stats.unknown++;
    return { status: 401, body: { error: "invalid_token" } };
  }
  const expiresMs = token.expiresMs < DAY_MS ? state.herdFromMs + token.expiresMs : token.expiresMs;
  const leftMs = expiresMs - now();
  if (leftMs <= 0) {
    stats.expired++;
    return { status: 401, body: { error: "invalid_token" } };
  }
  stats.leastLeftMs = Math.min(stats.leastLeftMs, leftMs);
  const isBusy = state.busyEvery > 0 && stats.calls % state.busyEvery === 0;
  if (isBusy) return { status: 503, body: { error: "busy" }, headers: { "retry-after": "6" } };
  return { status: 200, body: { name: token.name } };
}

function send(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
