import { describe, expect, it } from "vitest";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { enqueueJob } from "./enqueue-job.ts";
import { inTransaction } from "./in-transaction.ts";

const database = useDatabase();

async function jobs(): Promise<{ key: string | null; task: string; payload: unknown; run_at: Date }[]> {
  return database.db.$queryRaw`
    SELECT jobs.key, tasks.identifier AS task, jobs.payload, jobs.run_at FROM graphile_worker._private_jobs AS jobs
    JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id ORDER BY jobs.id`;
}

describe("a job", () => {
  it("goes with the transaction that asks for it", async () => {
    const ctx = testContext({ db: database.db });
    const failed = inTransaction(ctx, async (tx) => {
      await enqueueJob(tx, "revoke-connection", { revocationId: "revocation-1" });
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect(await jobs()).toEqual([]);
    await inTransaction(ctx, (tx) => enqueueJob(tx, "revoke-connection", { revocationId: "revocation-2" }));
    expect(await jobs()).toMatchObject([
      { task: "revoke-connection", payload: { revocationId: "revocation-2" } },
    ]);
  });

  it("replaces the one that waits under the same key", async () => {
    const ctx = testContext({ db: database.db });
    const runAt = new Date("2027-01-01T00:00:00.000Z");
    await enqueueJob(ctx, "revoke-connection", { revocationId: "revocation-3" }, { jobKey: "r3" });
    await enqueueJob(ctx, "revoke-connection", { revocationId: "revocation-3" }, { jobKey: "r3", runAt });
    const waiting = (await jobs()).filter((job) => job.key === "r3");
    expect(waiting.map((job) => job.run_at)).toEqual([runAt]);
  });
});
