import { beforeEach, describe, expect, it, vi } from "vitest";
import { asSystem } from "#lib/context/as-system.ts";
import { withActor } from "#lib/context/context.ts";
import { TokenFailure } from "#lib/oauth/token-failure.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { askEndpoint, BACKGROUND_ACTOR } from "./ask-endpoint.ts";

const database = useDatabase();
// One for each test: what is written beside an answer may still come after the test.
let tokenUrl = "";
let made = 0;

const context = (tokenEndpointPerSecond: number, now?: () => Date) =>
  testContext({ db: database.db, now, settings: { tokenEndpointPerSecond } });
const endpoint = () => database.db.tokenEndpoint.findUniqueOrThrow({ where: { id: tokenUrl } });
const failing =
  (status: number, retryAfterMs: number | null = null) =>
  async () => {
    throw new TokenFailure({ class: "transient", error: null, status, retryAfterMs });
  };
const send = (ctx: ReturnType<typeof context>, ask: () => Promise<unknown>) =>
  askEndpoint(ctx, { tokenUrl, connectionId: "connection" }, ask);

async function failTimes(count: number, retryAfterMs: number | null = null, status = 503): Promise<void> {
  for (let n = 0; n < count; n++)
    await expect(send(context(1_000), failing(status, retryAfterMs))).rejects.toMatchObject({ status });
}

beforeEach(() => {
  tokenUrl = `https://provider.example/token/${++made}`;
});

describe("a token endpoint's budget", () => {
  it("R-08: lets through no more than the burst and what came in since, whoever asks", async () => {
    const perSecond = 5;
    const startedAt = performance.now();
    const asks = Array.from({ length: 40 }, () => send(context(perSecond), async () => "sent"));
    const ends = await Promise.allSettled(asks);
    const seconds = (performance.now() - startedAt) / 1_000;
    const sent = ends.filter(({ status }) => status === "fulfilled").length;
    expect(sent).toBeGreaterThanOrEqual(perSecond * 2);
    expect(sent).toBeLessThanOrEqual(perSecond * 2 + perSecond * seconds);
    const refused = ends.find((end) => end.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "unavailable", headers: { "retry-after": /^\d+$/ } });
  });

  it("keeps a part for callers when the worker has used up its own", async () => {
    await send(context(2), async () => "sent");
    await database.db
      .$executeRaw`UPDATE "TokenEndpoint" SET "budgetLeft" = 1.2, "budgetAt" = clock_timestamp() + interval '1 hour'`;
    const worker = withActor(asSystem(context(2)), {
      kind: "system",
      name: BACKGROUND_ACTOR,
      workspaceId: null,
    });
    await expect(send(worker, async () => "sent")).rejects.toMatchObject({ code: "unavailable" });
    await expect(send(context(2), async () => "sent")).resolves.toBe("sent");
  });

  it("keeps nobody waiting for it who has a token that still works", async () => {
    await send(context(2), async () => "sent");
    await database.db
      .$executeRaw`UPDATE "TokenEndpoint" SET "budgetLeft" = 0, "budgetAt" = clock_timestamp() + interval '1 hour'`;
    const startedAt = performance.now();
    const asked = { tokenUrl, connectionId: "connection", isPatient: false };
    await expect(askEndpoint(context(2), asked, async () => "sent")).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("a token endpoint's breaker", () => {
  it("R-07: opens after five failures in a row, never for less than Retry-After, and then nobody asks", async () => {
    await failTimes(4, 30_000);
    expect(await endpoint()).toMatchObject({ failureCount: 4, openUntil: null });
    const before = Date.now();
    await failTimes(1, 30_000);
    const { openUntil } = await endpoint();
    expect(openUntil?.getTime()).toBeGreaterThanOrEqual(before + 30_000 - 50);
    let asked = 0;
    const held = send(context(1_000), async () => asked++);
    await expect(held).rejects.toMatchObject({ code: "unavailable" });
    await held.catch((error) => expect(Number(error.headers["retry-after"])).toBeGreaterThanOrEqual(29));
    expect(asked).toBe(0);
  });

  it("is not kept open by what one client is told by 429, for others ask there too", async () => {
    await failTimes(5, 3_600_000, 429);
    const { openUntil } = await endpoint();
    expect(openUntil?.getTime()).toBeLessThan(Date.now() + 60_000);
  });

  it("lets exactly one request find out, and closes when it succeeds", async () => {
    await failTimes(5, 30_000);
    await database.db.tokenEndpoint.updateMany({ data: { openUntil: new Date(Date.now() - 1_000) } });
    let [asked, refused] = [0, 0];
    const answer = Promise.withResolvers<string>();
    const probe = () => {
      asked++;
      return answer.promise;
    };
    const ends = Array.from({ length: 10 }, () => send(context(1_000), probe));
    for (const end of ends) end.catch(() => refused++);
    await vi.waitFor(() => expect(refused).toBe(9));
    answer.resolve("sent");
    expect((await Promise.allSettled(ends)).filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(asked).toBe(1);
    // Written beside the answer, which nobody holds back for it.
    await vi.waitFor(async () =>
      expect(await endpoint()).toMatchObject({ failureCount: 0, openUntil: null }),
    );
  });

  it("is not kept open by a probe that ends before it asks", async () => {
    await failTimes(5);
    const lost = [
      async () => null,
      async () => {
        throw new Error("nothing was sent");
      },
    ];
    for (const ask of lost) {
      await database.db
        .$executeRaw`UPDATE "TokenEndpoint" SET "openUntil" = clock_timestamp() - interval '1 second'`;
      await send(context(1_000), ask).catch(() => {});
      expect((await endpoint()).openUntil?.getTime()).toBeLessThan(Date.now() + 1_000);
    }
    await expect(send(context(1_000), async () => "sent")).resolves.toBe("sent");
    await vi.waitFor(async () => expect(await endpoint()).toMatchObject({ openUntil: null }));
  });

  it("R-12: goes by the database's clock, whatever the process believes", async () => {
    await failTimes(5, 30_000);
    const ahead = context(1_000, () => new Date(Date.now() + 10 * 60_000));
    await expect(send(ahead, async () => "sent")).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is not opened by refusals that judge a grant", async () => {
    const dead = async () => {
      throw new TokenFailure({
        class: "permanent-grant",
        error: "invalid_grant",
        status: 400,
        retryAfterMs: null,
      });
    };
    for (let n = 0; n < 8; n++)
      await expect(send(context(1_000), dead)).rejects.toMatchObject({ status: 400 });
    expect(await endpoint()).toMatchObject({ failureCount: 0, openUntil: null });
  });
});
