import { once } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { enqueueJob } from "#lib/context/enqueue-job.ts";
import { openDatabase } from "#lib/db/client.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createTestLog } from "#lib/testing/log.ts";
import { startWorker } from "./start-worker.ts";
import type { TaskHandlers } from "./task-payloads.ts";

const database = useDatabase();

async function setUp(revoke: TaskHandlers["revoke-connection"]) {
  const opened = openDatabase({ url: database.url });
  const log = createTestLog();
  const nothing = async () => undefined;
  const tasks: TaskHandlers = {
    "revoke-connection": revoke,
    "disconnect-connections": nothing,
    "clear-deleted-workspaces": nothing,
    "verify-connections": nothing,
    "refresh-idle-connections": nothing,
    "settle-refresh-intents": nothing,
    "delete-expired-flows": nothing,
    "delete-expired-sandbox-records": nothing,
    "delete-expired-call-records": nothing,
    "announce-secret-expiries": nothing,
    "delete-expired-secrets": nothing,
    "announce-expiring-connections": nothing,
    "delete-expired-notices": nothing,
    "delete-expired-sessions": nothing,
    "delete-expired-audit-events": nothing,
  };
  const worker = await startWorker({
    pool: opened.pool,
    tasks,
    schedule: { "delete-expired-flows": "0 4 * * *" },
    log,
  });
  const stop = async () => {
    await worker.stop();
    await opened.close();
  };
  return { log, stop };
}

describe("the worker", () => {
  it("runs a job as soon as it is on the queue", async () => {
    const done = new PassThrough({ objectMode: true });
    const { stop } = await setUp(async (payload) => void done.write(payload));
    await enqueueJob(database, "revoke-connection", { revocationId: "revocation-1" });
    const [payload] = await once(done, "data");
    expect(payload).toEqual({ revocationId: "revocation-1" });
    await stop();
  });

  it("finishes the running job before it stops, and keeps a failed one for later with its reason in the log", async () => {
    const begun = new PassThrough({ objectMode: true });
    const release = new PassThrough({ objectMode: true });
    const { log, stop } = await setUp(async ({ revocationId }) => {
      begun.write(revocationId);
      await once(release, "data");
      throw new Error("the provider is down");
    });
    await enqueueJob(database, "revoke-connection", { revocationId: "revocation-2" });
    await once(begun, "data");
    const stopping = stop();
    release.write("go on");
    await stopping;
    const rows = await database.db
      .$queryRaw`SELECT attempts, locked_at, last_error FROM graphile_worker._private_jobs`;
    expect(rows).toEqual([
      { attempts: 1, locked_at: null, last_error: expect.stringContaining("the provider is down") },
    ]);
    expect(log.lines.some((line) => line.level === "error")).toBe(true);
  });
});
