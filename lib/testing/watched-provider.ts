import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { findFreePort } from "#lib/db/free-port.ts";
import type { DrillSettingsInput } from "#lib/sandbox/drills.ts";
import { startTestProvider, type TestProvider } from "./provider.ts";

/** One request to the token endpoint, as the provider saw it. Tokens are known by their fingerprints only. */
export interface TokenExchange {
  victim: string | null;
  grantType: string;
  /** Of the refresh token that was presented. */
  presented: string | null;
  receivedAt: number;
  /** When the provider had made up its mind; `null` while it has not. */
  committedAt: number | null;
  /** When the answer was away, or there was nobody left to take it. */
  endedAt: number | null;
  status: number | null;
  error: string | null;
  /** Of the pair that was given out. */
  access: string | null;
  refresh: string | null;
}

/** One request to the API. */
interface ApiCall {
  at: number;
  access: string | null;
  path: string;
}

type Station = "received" | "committed";

export interface WatchedProvider extends TestProvider {
  exchanges: TokenExchange[];
  calls: ApiCall[];
  /** Runs `act` once, when the victim's token request has come to that point; the request waits for it. */
  expect(victim: string, station: Station, act: () => Promise<{ goesOn: boolean }>): void;
  /** Keeps the next answers back until there are so many, runs `act`, and lets them go; resolves then. */
  holdAnswers(count: number, act: () => void): Promise<void>;
}

export const fingerprint = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * The test provider behind a listener of its own that writes down what passes, and can stop a token request before the
 * provider has seen it or after the provider has answered it, whatever becomes of whoever asked.
 */
export async function startWatchedProvider(drills: DrillSettingsInput): Promise<WatchedProvider> {
  const port = await findFreePort();
  const [exchanges, calls]: [TokenExchange[], ApiCall[]] = [[], []];
  const expected = new Map<string, () => Promise<{ goesOn: boolean }>>();
  let hold: { missing: number; over: Promise<void>; release: () => void } | null = null;
  const holdBack = async () => {
    if (!hold) return;
    const { over, release } = hold;
    hold.missing -= 1;
    if (hold.missing === 0) {
      hold = null;
      release();
    }
    await over;
  };
  const reach = async (victim: string | null, station: Station) => {
    const key = `${victim} ${station}`;
    const act = expected.get(key);
    expected.delete(key);
    return act ? act() : { goesOn: true };
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming).catch(() => Buffer.alloc(0));
    const path = (incoming.url ?? "").split("?", 1)[0] ?? "";
    if (path.startsWith("/api/")) calls.push(readCall(incoming));
    const exchange = path === "/token" ? readExchange(incoming, body) : null;
    if (exchange) exchanges.push(exchange);
    const end = () => {
      if (exchange) exchange.endedAt ??= performance.now();
    };
    outgoing.on("close", end);
    if (exchange && !(await reach(exchange.victim, "received")).goesOn) return void outgoing.destroy();
    // The provider ended the connection: so it does for whoever asked.
    const answer = await pass(incoming, body, port).catch(() => null);
    if (!answer) return void outgoing.destroy();
    if (exchange) readAnswer(exchange, answer);
    if (exchange) await reach(exchange.victim, "committed");
    if (exchange) await holdBack();
    if (!outgoing.destroyed) outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await startTestProvider({ ...drills, behind: { port, origin } });
  return {
    ...provider,
    exchanges,
    calls,
    expect: (victim, station, act) => expected.set(`${victim} ${station}`, act),
    holdAnswers: (count, act) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const release = () => {
        act();
        resolve();
      };
      hold = { missing: count, over: promise, release };
      return promise;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await provider.close();
    },
  };
}

interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

// By a new connection for each request: one that was kept may end just when the next request takes it.
function pass(incoming: IncomingMessage, body: Buffer, port: number): Promise<Answer> {
  const { method, url: path, headers } = incoming;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, method, path, headers, agent: false },
      async (response) => {
        const { "transfer-encoding": _, connection: __, "keep-alive": ___, ...rest } = response.headers;
        const kept = rest as Answer["headers"];
        buffer(response).then(
          (read) => resolve({ status: response.statusCode ?? 502, headers: kept, body: read }),
          reject,
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

function readCall({ headers, url = "" }: IncomingMessage): ApiCall {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  return { at: performance.now(), access: token ? fingerprint(token) : null, path: url };
}

function readExchange({ headers }: IncomingMessage, body: Buffer): TokenExchange {
  const form = new URLSearchParams(body.toString());
  const presented = form.get("refresh_token");
  const victim = headers["x-victim"];
  return {
    victim: typeof victim === "string" ? victim : null,
    grantType: form.get("grant_type") ?? "",
    presented: presented === null ? null : fingerprint(presented),
    receivedAt: performance.now(),
    ...{ committedAt: null, endedAt: null, status: null, error: null, access: null, refresh: null },
  };
}

function readAnswer(exchange: TokenExchange, { status, body, headers }: Answer): void {
  const now = performance.timeOrigin + performance.now();
  headers["x-committed-at"] = String(now);
  exchange.committedAt = performance.now();
  exchange.status = status;
  const json = JSON.parse(body.toString() || "{}") as Record<string, unknown>;
  const of = (name: string) => (typeof json[name] === "string" ? fingerprint(json[name]) : null);
  exchange.access = of("access_token");
  exchange.refresh = of("refresh_token");
  exchange.error = typeof json.error === "string" ? json.error : null;
}
