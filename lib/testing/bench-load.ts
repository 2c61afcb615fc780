import { createRequire } from "node:module";
import { runStep } from "./steps.ts";

/** What one run of the load generator saw. */
export interface LoadResult {
  requestsPerSecond: number;
  bytesPerSecond: number;
  requests: number;
  /** Answers other than 2xx, and requests without an answer. */
  failures: number;
}

export interface Load {
  url: string;
  connections: number;
  headers?: Record<string, string>;
  /** For so long, or so many requests. */
  amount: { seconds: number } | { requests: number };
}

interface Report {
  duration: number;
  requests: { total: number };
  throughput: { total: number };
  non2xx: number;
  errors: number;
}

/** Loads an address from a process of its own, which shares no event loop with what it measures. */
export async function runLoad({ url, connections, headers = {}, amount }: Load): Promise<LoadResult> {
  const program = createRequire(import.meta.url).resolve("autocannon/autocannon.js");
  const much = "seconds" in amount ? ["-d", String(amount.seconds)] : ["-a", String(amount.requests)];
  const named = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}=${value}`]);
  const args = [program, "--json", "-n", "-t", "30", "-c", String(connections), ...much, ...named, url];
  const { output, isPassed } = await runStep({ name: "load", command: process.execPath, args }, false);
  const line = output.split("\n").find((text) => text.startsWith("{"));
  if (!isPassed || !line) throw new Error(`the load generator failed: ${output}`);
  const { duration, requests, throughput, non2xx, errors } = JSON.parse(line) as Report;
  return {
    requestsPerSecond: requests.total / duration,
    bytesPerSecond: throughput.total / duration,
    requests: requests.total,
    failures: non2xx + errors,
  };
}
