import { Client } from "undici";
import { cpuMs, familyCpuMs } from "./process-usage.ts";
import type { CallerName, Callers, ScaleServer } from "./scale-deployment.ts";

/** One address that somebody asks for. */
export interface Question {
  /** The route or page, such as `GET /api/connections` or `/connections`. */
  list: string;
  path: string;
  caller: CallerName;
}

/** How long its answers took, and the CPU of the server and PostgreSQL together. */
export interface Timing extends Question {
  p50Ms: number;
  p95Ms: number;
  cpuMs: number;
}

const WARM_UP = 2;

/** Asks one after the other, over one kept connection. Throws for an answer other than 200. */
export async function ask(
  server: ScaleServer,
  callers: Callers,
  question: Question,
  requests: number,
): Promise<Timing> {
  const client = new Client(server.origin);
  try {
    const send = async () => {
      const startedAt = performance.now();
      const answer = await client.request({
        path: question.path,
        method: "GET",
        headers: callers[question.caller],
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200)
        throw new Error(`${question.path} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
      return performance.now() - startedAt;
    };
    for (let index = 0; index < WARM_UP; index++) await send();
    const before = usedMs(server);
    const times: number[] = [];
    for (let index = 0; index < requests; index++) times.push(await send());
    const cpu = (usedMs(server) - before) / requests;
    return { ...question, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), cpuMs: cpu };
  } finally {
    await client.close();
  }
}

function usedMs({ pid, postgresPid }: ScaleServer): number {
  return cpuMs(pid) + familyCpuMs(postgresPid);
}

// The smallest time that so many are not above (nearest rank).
function percentile(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(sorted.length * part) - 1, 0)] ?? 0;
}
