import type { PrismaClient } from "#lib/db/generated/client.ts";
import { points } from "./crash-points.ts";
import type { Recovery } from "./crash-recover.ts";
import type { TokenExchange, WatchedProvider } from "./watched-provider.ts";

/** How often each invariant of the history was violated, with the first few cases in words. */
export interface InvariantReport {
  counts: Record<string, number>;
  cases: string[];
}

type Told = [invariant: string, site: string];

/** Judges a round by the provider's own log, both histories and the versions. Only what happened since `from` counts. */
export async function judgeHistory(
  db: PrismaClient,
  recoveries: readonly Recovery[],
  provider: WatchedProvider,
): Promise<InvariantReport> {
  const told: Told[] = [];
  for (const recovery of recoveries) {
    const own = exchangesOf(recovery, provider.exchanges);
    told.push(...judgeRequests(recovery, own), ...judgeStored(recovery, provider.exchanges));
    told.push(...judgeCalls(recovery, own, provider));
  }
  told.push(...(await judgeRows(db, recoveries)));
  const names = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"];
  const count = (name: string) => told.filter(([invariant]) => invariant === name).length;
  return {
    counts: Object.fromEntries(names.map((name) => [name, count(name)])),
    cases: told.slice(0, 10).map(([invariant, site]) => `${invariant} at ${site}`),
  };
}

/** The refreshes of the site's grant: those that present its token, or one that such a refresh brought. */
export function exchangesOf({ kill }: Recovery, all: readonly TokenExchange[]): TokenExchange[] {
  const family = new Set([kill.before?.refresh ?? ""]);
  return all.filter((exchange) => {
    const isOwn = exchange.presented !== null && family.has(exchange.presented);
    if (isOwn && exchange.refresh) family.add(exchange.refresh);
    return isOwn;
  });
}

function nameOf({ kill: { point, site } }: Recovery): string {
  return `${point} ${site.name}`;
}

function judgeRequests(recovery: Recovery, own: readonly TokenExchange[]): Told[] {
  const told: Told[] = [];
  const name = nameOf(recovery);
  const generations = new Map<string, number>();
  let newest = 0;
  own.forEach((exchange, index) => {
    const { presented = "", victim } = exchange;
    // A request ends for its sender when the sender dies, whatever the provider still does.
    const next = own[index + 1];
    const end = Math.min(exchange.endedAt ?? Infinity, victim ? recovery.kill.diedAt : Infinity);
    if (next && next.receivedAt < end) told.push(["I1", name]);
    const generation = generations.get(presented ?? "") ?? 0;
    if (generation < newest) told.push(["I2", name]);
    newest = Math.max(newest, generation);
    if (exchange.refresh && exchange.refresh !== presented && !generations.has(exchange.refresh))
      generations.set(exchange.refresh, generation + 1);
  });
  const { held, kill } = recovery;
  const isDead = held?.status === "needs_reauth";
  const refusals = own.filter((one) => one.presented === held?.refresh && one.error === "invalid_grant");
  if (isDead && refusals.length < 2) told.push(["I4", name]);
  const isExpected = points[kill.point].act === "refresh";
  if (isExpected && own.length > 4) told.push(["I2", `${name}: ${own.length} requests`]);
  return told;
}

function judgeStored(recovery: Recovery, all: readonly TokenExchange[]): Told[] {
  const told: Told[] = [];
  const { kill, held } = recovery;
  for (const [stored, seen] of [
    [kill.after, kill.before],
    [held, kill.after],
  ] as const) {
    if (!stored) continue;
    const isUnmoved = seen && stored.access === seen.access && stored.refresh === seen.refresh;
    const isOfOne = all.some(
      ({ access, refresh, presented }) =>
        access === stored.access && (refresh ?? presented) === stored.refresh,
    );
    if (!isUnmoved && !isOfOne) told.push(["I3", nameOf(recovery)]);
    if (seen && (stored.version < seen.version || (isUnmoved && stored.version !== seen.version)))
      told.push(["I7", nameOf(recovery)]);
  }
  const isEnded = kill.point === "marked-revoking" || kill.point === "revoked-not-erased";
  if (isEnded && (kill.after || held)) told.push(["I7", nameOf(recovery)]);
  return told;
}

function judgeCalls(recovery: Recovery, own: readonly TokenExchange[], { calls }: WatchedProvider): Told[] {
  const { kill, held } = recovery;
  const { before, site, diedAt } = kill;
  const access = new Set([before?.access, held?.access, ...own.map((exchange) => exchange.access)]);
  const told: Told[] = [];
  for (const made of calls.filter(({ path, at }) => at > diedAt && path.endsWith(`site=${site.name}`))) {
    if (!access.has(made.access ?? "")) told.push(["I5", nameOf(recovery)]);
    if (kill.after === null && kill.before !== null) told.push(["I6", nameOf(recovery)]);
  }
  return told;
}

// Versions as the timeline tells them, and an audit row for each change of state.
async function judgeRows(db: PrismaClient, recoveries: readonly Recovery[]): Promise<Told[]> {
  const told: Told[] = [];
  const names = new Map(recoveries.map((recovery) => [recovery.kill.site.connectionId ?? "", recovery]));
  const connectionIds = [...names.keys()];
  const events = await db.connectionEvent.findMany({
    where: { connectionId: { in: connectionIds } },
    orderBy: { id: "asc" },
  });
  const audited = await db.auditEvent.groupBy({
    by: ["targetId", "action"],
    where: { targetId: { in: connectionIds } },
    _count: true,
  });
  const countAudit = (id: string, actions: string[]) =>
    audited
      .filter(({ targetId, action }) => targetId === id && actions.includes(action))
      .reduce((sum, { _count }) => sum + _count, 0);
  for (const [id, recovery] of names) {
    const own = events.filter(({ connectionId }) => connectionId === id);
    const versions = own.flatMap(({ type, detail }) =>
      type === "refreshed" ? [(detail as { tokenVersion: number }).tokenVersion] : [],
    );
    if (versions.some((version, index) => version !== (versions[0] ?? 0) + index))
      told.push(["I7", nameOf(recovery)]);
    const last = versions.at(-1);
    if (recovery.held && last !== undefined && recovery.held.version !== last)
      told.push(["I7", nameOf(recovery)]);
    const moves = own.filter(({ type }) => type === "status-changed").length;
    if (moves !== countAudit(id, ["connection.status_change"])) told.push(["I8", nameOf(recovery)]);
    const grants = own.filter(({ type }) => type === "granted" || type === "reconnected").length;
    if (recovery.held && grants !== countAudit(id, ["connection.create", "connection.reconnect"]))
      told.push(["I8", nameOf(recovery)]);
    const isEnded = points[recovery.kill.point].act === "disconnect" && !recovery.held;
    if (isEnded && countAudit(id, ["connection.disconnect"]) !== 1) told.push(["I8", nameOf(recovery)]);
  }
  return told;
}
