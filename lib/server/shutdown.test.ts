import { describe, expect, it } from "vitest";
import { createTestLog } from "#lib/testing/log.ts";
import { createShutdown } from "./shutdown.ts";

function setUp() {
  const done: string[] = [];
  const log = createTestLog();
  const shutdown = createShutdown(log, (code) => done.push(`exit ${code}`));
  return { done, log, shutdown };
}

describe("stopping", () => {
  it("ends in the opposite order of the start, then exits", async () => {
    const { done, shutdown } = setUp();
    for (const name of ["database", "worker", "server"]) shutdown.add(name, () => void done.push(name));
    expect(shutdown.isBegun).toBe(false);
    await shutdown.begin(0);
    expect(done).toEqual(["server", "worker", "database", "exit 0"]);
    expect(shutdown.isBegun).toBe(true);
  });

  it("goes on to the database when something before it fails", async () => {
    const { done, log, shutdown } = setUp();
    shutdown.add("database", () => void done.push("database"));
    shutdown.add("worker", () => Promise.reject(new Error("stuck")));
    await shutdown.begin(1);
    expect(done).toEqual(["database", "exit 1"]);
    expect(log.lines).toMatchObject([
      { level: "error", args: [expect.anything(), "worker did not end cleanly"] },
    ]);
  });

  it("makes what runs hurry when it is asked twice, and exits once", async () => {
    const { done, shutdown } = setUp();
    shutdown.add(
      "server",
      (hurry) => new Promise((resolve) => hurry.addEventListener("abort", () => resolve())),
    );
    const first = shutdown.begin(0);
    await shutdown.begin(0);
    await first;
    expect(done).toEqual(["exit 0"]);
  });
});
