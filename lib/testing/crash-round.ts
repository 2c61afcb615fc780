import { setTimeout as delay } from "node:timers/promises";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { DrillSettingsInput } from "#lib/sandbox/drills.ts";
import { expireToken } from "./connections.ts";
import { exchangesOf, type InvariantReport, judgeHistory } from "./crash-invariants.ts";
import { type Kill, killAt } from "./crash-kill.ts";
import { costlyPoints, type PointName, points } from "./crash-points.ts";
import { type Recovery, recover, resetSite } from "./crash-recover.ts";
import type { Site } from "./crash-sites.ts";
import { inParallel } from "./in-parallel.ts";
import type { WatchedProvider } from "./watched-provider.ts";

export const modes = {
  static: { rotation: "off" },
  // Longer than a whole round, since its first victims are looked after with its last.
  grace: { rotation: "grace", graceSeconds: 3_600 },
  strict: { rotation: "strict" },
} satisfies Record<string, DrillSettingsInput>;

export type Mode = keyof typeof modes;

export interface PointResult {
  runs: number;
  lost: number;
  /** Of the lost: where the provider had given a new token whose commit the process did not live to see. */
  allowed: number;
  faults: string[];
}

export interface RoundResult {
  mode: Mode;
  byPoint: Record<string, PointResult>;
  /** How long the killing took. */
  secondsOfKills: number;
  stuckLeases: number;
  invariants: InvariantReport;
}

export interface RoundInput {
  mode: Mode;
  /** One site for each kill. */
  plan: readonly { point: PointName; site: Site; arrives: boolean }[];
  db: PrismaClient;
  databaseUrl: string;
  provider: WatchedProvider;
  origins: readonly string[];
  /** How many victims live at the same time. */
  width: number;
}

const GRACE_FOR_LEASES_MS = 5_000;

/** One mode: kills everything first, lets all leases run out together, then has every connection used again, and judges. */
export async function playRound(input: RoundInput): Promise<RoundResult> {
  const { mode, plan, db, databaseUrl, provider, origins, width } = input;
  await provider.setDrills({ rotation: "off" });
  for (const { site, point } of plan) await resetSite(site, points[point].act, provider);
  await provider.setDrills(modes[mode]);
  await provider.expireAccessTokens();
  for (const { site } of plan) if (site.connectionId) await expireToken(db, site.connectionId);
  const begun = performance.now();
  const kills = await inParallel(plan, width, ({ point, site, arrives }) =>
    killAt({ point, site, arrives, provider, databaseUrl, victim: `${mode}-${site.name}` }),
  );
  const secondsOfKills = Math.round((performance.now() - begun) / 1_000);
  await leasesOver(db);
  const recoveries = await inParallel(kills, 32, (kill) => recover(kill, { provider, origins }));
  await delay(GRACE_FOR_LEASES_MS);
  return {
    mode,
    byPoint: countByPoint(mode, recoveries, provider),
    secondsOfKills,
    stuckLeases: await countHeld(db),
    invariants: await judgeHistory(db, recoveries, provider),
  };
}

// A revocation's claim is a lease as well.
async function leasesOver(db: PrismaClient): Promise<void> {
  const [row] = await db.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM greatest(
      (SELECT max("leaseExpiresAt") FROM "ConnectionTokens"),
      (SELECT max("nextAttemptAt") FROM "Revocation" WHERE "status" = 'pending')) - clock_timestamp()) * 1000)::float8 AS "ms"`;
  await delay(Math.max(0, row?.ms ?? 0) + 500);
}

/** Leases that the dead still hold although everybody has been served since. */
async function countHeld(db: PrismaClient): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM "ConnectionTokens" t JOIN "Connection" c ON c."id" = t."connectionId"
    WHERE t."leaseHolder" IS NOT NULL AND c."status" IN ('active', 'degraded')`;
  return row?.count ?? 0;
}

function countByPoint(
  mode: Mode,
  recoveries: readonly Recovery[],
  provider: WatchedProvider,
): Record<string, PointResult> {
  const byPoint: Record<string, PointResult> = {};
  for (const recovery of recoveries) {
    const { kill, status, fault } = recovery;
    byPoint[kill.point] ??= { runs: 0, lost: 0, allowed: 0, faults: [] };
    const result = byPoint[kill.point] as PointResult;
    result.runs += 1;
    const isLost = status !== 200;
    if (isLost) result.lost += 1;
    const isAllowed = isLost && fault === null && mode === "strict" && isCostly(recovery, provider);
    if (isAllowed) result.allowed += 1;
    const misplaced = kill.missed ? null : misplacedBy(kill, provider);
    if (misplaced) result.faults.push(misplaced);
    if (kill.missed) result.faults.push(`not killed at the point: ${kill.missed}`);
    else if (fault) result.faults.push(fault);
    else if (isLost && !isAllowed) result.faults.push(`${status} ${describe(kill, recovery)}`);
  }
  return byPoint;
}

// The provider gave the dead a pair that is not the stored one, and the connection says what happened to it.
function isCostly(recovery: Recovery, provider: WatchedProvider): boolean {
  const { kill, held } = recovery;
  if (!costlyPoints.includes(kill.point) || held?.status !== "needs_reauth") return false;
  return exchangesOf(recovery, provider.exchanges).some(
    ({ victim, refresh }) => victim === kill.victim && refresh !== null && refresh !== held.refresh,
  );
}

// What the provider and the database saw tells whether the kill was where its name says.
function misplacedBy({ point, victim, before, after }: Kill, { exchanges }: WatchedProvider): string | null {
  if (points[point].act !== "refresh" || point === "commit-sent") return null;
  const requests = exchanges.filter((exchange) => exchange.victim === victim).length;
  const isBefore = point === "lease-taken" || point === "before-connect";
  const moved = (after?.version ?? 0) - (before?.version ?? 0);
  const isThere = requests === (isBefore ? 0 : 1) && moved === (point === "commit-done" ? 1 : 0);
  return isThere ? null : `killed elsewhere: ${requests} requests, version moved by ${moved}`;
}

function describe({ before, after }: Kill, { held }: Recovery): string {
  const [was, then, is] = [before, after, held].map(
    (one) => one && `v${one.version} ${one.status} ${one.statusCause ?? ""}`,
  );
  return `before: ${was}; after the kill: ${then}; at last: ${is}`;
}
