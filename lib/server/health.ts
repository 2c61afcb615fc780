import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { sendJson } from "./answer.ts";

export interface Health {
  /** Answers `/healthz` (this process is alive) and `/readyz` (it can do its work). Neither tells a version or a number. */
  answer(path: string, res: ServerResponse): Promise<void>;
  /** From now on `/readyz` sends callers elsewhere. */
  stop(): void;
}

const PING_TIMEOUT_MS = 5_000;

export function createHealth(db: Pick<PrismaClient, "$queryRaw">): Health {
  let isStopping = false;
  return {
    stop: () => {
      isStopping = true;
    },
    answer: async (path, res) => {
      if (path === "/healthz") return sendJson(res, 200, { status: "ok" });
      if (!isStopping && (await answers(db))) return sendJson(res, 200, { status: "ready" });
      res.setHeader("retry-after", "5");
      sendJson(res, 503, { status: isStopping ? "stopping" : "database unavailable" });
    },
  };
}

async function answers(db: Pick<PrismaClient, "$queryRaw">): Promise<boolean> {
  const ping = db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  return Promise.race([ping, delay(PING_TIMEOUT_MS, false, { ref: false })]);
}
