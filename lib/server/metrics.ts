import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { readBearer } from "#lib/auth/header-values.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Query } from "#lib/db/client.ts";
import { gaugeMetric, renderMetrics } from "#lib/metrics/metrics.ts";
import { securityHeaders } from "./security-headers.ts";

export type AnswerMetrics = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

const queueStatement = {
  name: "metrics-queue-1",
  text: "SELECT count(*)::int4 AS queued FROM graphile_worker._private_jobs WHERE attempts < max_attempts",
  query_timeout: 5_000,
};

/** Answers `GET /metrics` to whoever has the token (RFC 6750), or to everybody where there is none. It names no tenant. */
export function createMetrics(token: Secret<string> | null, query: Query): AnswerMetrics {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let queued = 0;
  gaugeMetric("mooring_event_loop_lag_seconds", () => {
    const seconds = delay.count > 0 ? delay.percentile(99) / 1e9 : 0;
    delay.reset();
    return seconds;
  });
  gaugeMetric("mooring_resident_bytes", () => process.memoryUsage.rss());
  gaugeMetric("mooring_jobs_queued", () => queued);
  return async (req, res) => {
    if (token && !isSame(readBearer(req.headers) ?? "", token.reveal()))
      return void res.writeHead(401, { "www-authenticate": "Bearer", "content-length": "0" }).end();
    // The worker's tables are made when a worker first starts.
    queued = await query<{ queued: number }>(queueStatement, []).then(
      ([row]) => row?.queued ?? 0,
      () => Number.NaN,
    );
    res.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(renderMetrics());
  };
}

// The port speaks http itself, whatever stands before the others (S-06).
const headers = new Map(
  Object.entries(securityHeaders({ path: "/api/", isSecure: false, isDev: false, nonce: "" })),
);

/** Metrics on a port of their own; every other address there is 404. Gives how to end it. */
export async function startMetricsServer(
  answer: AnswerMetrics,
  { host, port }: { host: string; port: number },
): Promise<() => Promise<void>> {
  const server = createServer((req, res) => {
    res.setHeaders(headers);
    if (req.method === "GET" && req.url === "/metrics") void answer(req, res);
    else res.writeHead(404, { "content-length": "0" }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

function isSame(sent: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(sent), digest(wanted));
}
