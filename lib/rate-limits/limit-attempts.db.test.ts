import { describe, expect, it } from "vitest";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { forgetAttempts, limitAttempts } from "./limit-attempts.ts";

const database = useDatabase();
const minute = 60_000;

function setting(name: string) {
  const clock = createClock();
  const ctx = testContext({ db: database.db, now: clock.now });
  return {
    clock,
    attempt: (who = "ada") => limitAttempts(ctx, { key: [name, who], attempts: 3, windowMs: 15 * minute }),
    ctx,
  };
}

describe("limitAttempts", () => {
  it("lets the allowed number through and then says when to come back", async () => {
    const { attempt, clock } = setting("a");
    for (let n = 0; n < 3; n++) await attempt();
    clock.advance(5 * minute);
    await expect(attempt()).rejects.toMatchObject({
      code: "rate-limited",
      headers: { "retry-after": "600" },
    });
  });

  it("starts anew when the window is over, and refused attempts do not prolong it", async () => {
    const { attempt, clock } = setting("b");
    for (let n = 0; n < 3; n++) await attempt();
    clock.advance(14 * minute);
    await expect(attempt()).rejects.toMatchObject({ code: "rate-limited" });
    clock.advance(minute);
    await expect(attempt()).resolves.toBeUndefined();
  });

  it("counts each key by itself", async () => {
    const { attempt } = setting("c");
    for (let n = 0; n < 3; n++) await attempt();
    await expect(attempt("grace")).resolves.toBeUndefined();
  });

  it("S-08: counts all of a thousand parallel attempts", async () => {
    const { attempt } = setting("d");
    const results = await Promise.allSettled(Array.from({ length: 1_000 }, () => attempt()));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });

  it("forgets on success", async () => {
    const { attempt, ctx } = setting("e");
    for (let n = 0; n < 3; n++) await attempt();
    await forgetAttempts(ctx, ["e", "ada"]);
    await expect(attempt()).resolves.toBeUndefined();
  });

  it("keeps no address and no e-mail in clear, and removes windows that are over", async () => {
    const { attempt, clock, ctx } = setting("f");
    await attempt("someone@example.com");
    clock.advance(60 * minute);
    await limitAttempts(ctx, { key: ["f", "other"], attempts: 1, windowMs: minute });
    const keys = (await database.db.rateLimit.findMany()).map(({ key }) => key);
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toContain("other");
  });
});
