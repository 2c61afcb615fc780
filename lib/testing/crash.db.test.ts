import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import { callThrough } from "./call-through.ts";
import { expireToken } from "./connections.ts";
import { type Kill, killAt } from "./crash-kill.ts";
import type { PointName } from "./crash-points.ts";
import { type Mode, modes } from "./crash-round.ts";
import { connectSite, createSites, readHeld, type Site } from "./crash-sites.ts";
import { useDatabase } from "./database.ts";
import { inParallel } from "./in-parallel.ts";
import { startProcess, type TestProcess } from "./processes.ts";
import { isStoppedRight, playStopped } from "./refresh-stopped.ts";
import { startWatchedProvider, type WatchedProvider } from "./watched-provider.ts";

const database = useDatabase();
let provider: WatchedProvider;
let sites: Site[];

beforeAll(async () => {
  provider = await startWatchedProvider({ accessTokenLifetimeSeconds: 3_600, rotation: "off" });
  sites = await createSites(database.db, provider, 16);
  for (const site of sites) await connectSite(site, provider);
});
afterAll(() => provider.close());

/** One kill at each point, each at a connection of its own. */
async function killAll(mode: Mode, names: readonly PointName[], from = 0): Promise<Kill[]> {
  await provider.setDrills(modes[mode]);
  const plan = names.map((point, index) => ({ point, site: sites[from + index] as Site }));
  for (const { site } of plan) await expireToken(database.db, site.connectionId ?? "");
  return inParallel(plan, 2, ({ point, site }) =>
    killAt({
      ...{ point, site, provider, databaseUrl: database.url, arrives: true },
      victim: `${mode}-${site.name}-${point}`,
    }),
  );
}

/** As if a minute had passed. */
async function endLeases(): Promise<void> {
  await database.db.$executeRaw`
    UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() - interval '1 second'
    WHERE "leaseHolder" IS NOT NULL`;
}

async function isAlive({ ctx, connectionId }: Site): Promise<boolean> {
  return getAccessToken(ctx, connectionId ?? "").then(
    () => true,
    () => false,
  );
}

const dangerous = ["lease-taken", "provider-committed", "before-commit", "commit-done"] as const;

// Each kill starts a process, which takes its time where others work as well.
describe("a process killed in mid-refresh", { timeout: 90_000 }, () => {
  it.each(["static", "grace"] as const)(
    "C-01: loses no connection at a provider that is %s",
    async (mode) => {
      const kills = await killAll(mode, dangerous);
      expect(kills.map(({ missed }) => missed)).toEqual([null, null, null, null]);
      await endLeases();
      const alive = await Promise.all(kills.map(({ site }) => isAlive(site)));
      expect(alive).toEqual([true, true, true, true]);
      const leased = { leaseHolder: { not: null } };
      expect(await database.db.connectionTokens.count({ where: leased })).toBe(0);
    },
  );

  it("C-01: costs a strict provider's grant only between its commit and ours, and the connection says so", async () => {
    const kills = await killAll("strict", dangerous, 4);
    expect(kills.map(({ missed }) => missed)).toEqual([null, null, null, null]);
    await endLeases();
    const alive = await Promise.all(kills.map(({ site }) => isAlive(site)));
    expect(alive).toEqual([true, false, false, true]);
    const held = await Promise.all(kills.map(({ site }) => readHeld(site)));
    expect(held.map((one) => [one?.status, one?.statusCause])).toEqual([
      ["active", null],
      ["needs_reauth", "outcome_unknown"],
      ["needs_reauth", "outcome_unknown"],
      ["active", null],
    ]);
  });

  it("C-05: leaves both tokens, the version and their answer together, or none of them", async () => {
    const names = ["encrypted", "before-commit", "commit-sent", "commit-done"] as const;
    const kills = await killAll("grace", names, 8);
    for (const { point, victim, before, after } of kills) {
      const given = provider.exchanges.find((exchange) => exchange.victim === victim);
      const pair = { access: given?.access, refresh: given?.refresh, version: (before?.version ?? 0) + 1 };
      const isStored = after?.version === pair.version;
      if (point !== "commit-sent") expect(isStored).toBe(point === "commit-done");
      expect(after).toMatchObject(isStored ? pair : (before ?? {}));
    }
  });
});

describe("several processes", () => {
  let gateways: TestProcess[];
  let origins: string[];

  beforeAll(async () => {
    const args = [database.url, provider.origin];
    gateways = [1, 2].map(() => startProcess("lib/testing/gateway-process.ts", args));
    const lines = await Promise.all(gateways.map((gateway) => gateway.line(/^port \d+$/)));
    origins = lines.map((line) => `http://127.0.0.1:${line.slice(5)}`);
  });
  afterAll(async () => {
    for (const { child } of gateways) child.kill("SIGTERM");
    await Promise.all(gateways.map(({ ended }) => ended));
  });

  it("R-01: ask a strict provider once for all their callers", async () => {
    const site = sites[12] as Site;
    await provider.setDrills({ rotation: "strict" });
    await provider.expireAccessTokens();
    await expireToken(database.db, site.connectionId ?? "");
    const presented = (await readHeld(site))?.refresh;
    const calls = Array.from({ length: 60 }, (_, index) =>
      callThrough(site, origins[index % 2] ?? "", { attempts: 1 }),
    );
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(provider.exchanges.filter((exchange) => exchange.presented === presented)).toHaveLength(1);
  });

  it("R-03: go on without one that was stopped in mid-refresh, which then overwrites nothing and revives nothing", async () => {
    const stopped = sites.slice(13, 16) as [Site, Site, Site];
    const place = { db: database.db, provider, origins, gateways };
    const result = await playStopped(place, stopped, { stoppedMs: 8_000, meanwhile: endLeases });
    expect(result).toSatisfy(isStoppedRight);
  });
});
