import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

/** Calls that are alike in all but their number. */
export interface UsageRow {
  connectionId: string;
  startedAt: Date;
  callerId: string;
  host: string;
  /** 2 to 5; 0: the provider gave no answer. */
  statusClass: number;
  workspaceId: string;
  integrationId: string;
  count: number;
  bytesIn: number;
  bytesOut: number;
  addedMs: number;
}

const sums = Prisma.sql`
  "count" = b."count" + EXCLUDED."count", "bytesIn" = b."bytesIn" + EXCLUDED."bytesIn",
  "bytesOut" = b."bytesOut" + EXCLUDED."bytesOut", "addedMs" = b."addedMs" + EXCLUDED."addedMs"`;
const key = Prisma.sql`("connectionId", "startedAt", "seconds", "callerId", "host", "statusClass")`;

/** Adds to the minutes' buckets, all in one statement. */
export async function addUsage({ db }: Store, rows: readonly UsageRow[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "UsageBucket" AS b ("connectionId", "startedAt", "seconds", "callerId", "host", "statusClass",
      "workspaceId", "integrationId", "count", "bytesIn", "bytesOut", "addedMs")
    SELECT r."connectionId", r."startedAt", 60, r."callerId", r."host", r."statusClass", r."workspaceId", r."integrationId",
      r."count", r."bytesIn", r."bytesOut", r."addedMs"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("connectionId" text, "startedAt" timestamptz,
      "callerId" text, "host" text, "statusClass" int4, "workspaceId" text, "integrationId" text, "count" int4,
      "bytesIn" int8, "bytesOut" int8, "addedMs" float8)
    ORDER BY 1, 2, 4, 5, 6
    ON CONFLICT ${key} DO UPDATE SET ${sums}`;
}

/** Makes hours of the minutes before `minutesUntil`, and forgets the hours before `hoursUntil`. */
export async function rollUpUsage(
  { db }: Store,
  { minutesUntil, hoursUntil }: { minutesUntil: Date; hoursUntil: Date },
): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (DELETE FROM "UsageBucket" WHERE "seconds" = 60 AND "startedAt" < ${minutesUntil} RETURNING *)
    INSERT INTO "UsageBucket" AS b ("connectionId", "startedAt", "seconds", "callerId", "host", "statusClass",
      "workspaceId", "integrationId", "count", "bytesIn", "bytesOut", "addedMs")
    SELECT "connectionId", date_trunc('hour', "startedAt"), 3600, "callerId", "host", "statusClass", min("workspaceId"),
      min("integrationId"), sum("count")::int4, sum("bytesIn")::int8, sum("bytesOut")::int8, sum("addedMs")
    FROM gone GROUP BY 1, 2, 4, 5, 6
    ON CONFLICT ${key} DO UPDATE SET ${sums}`;
  await db.usageBucket.deleteMany({ where: { seconds: 3_600, startedAt: { lt: hoursUntil } } });
}

/** Whose usage is asked for, and since when. */
export interface UsageScope {
  workspaceId: string;
  connectionId?: string;
  integrationId?: string;
  /** One caller's part only: a member and their keys. */
  userId?: string;
  since: Date;
}

export interface UsageSum {
  at: Date;
  statusClass: number;
  count: number;
  bytesIn: number;
  bytesOut: number;
  addedMs: number;
}

function scoped({ workspaceId, connectionId, integrationId, userId, since }: UsageScope): Prisma.Sql {
  const one = connectionId
    ? Prisma.sql`b."connectionId" = ${connectionId}`
    : Prisma.sql`b."integrationId" = ${integrationId ?? ""}`;
  return Prisma.sql`b."workspaceId" = ${workspaceId} AND ${one} AND b."startedAt" >= ${since} ${ownPart(userId)}`;
}

function ownPart(userId: string | undefined): Prisma.Sql {
  return userId
    ? Prisma.sql`AND (b."callerId" = ${userId} OR b."callerId" IN (SELECT k."id" FROM "ApiKey" k WHERE k."createdById" = ${userId}))`
    : Prisma.empty;
}

/** Sums by step of time and status class, oldest first. */
export async function sumUsageByTime(
  { db }: Store,
  scope: UsageScope,
  stepSeconds: number,
): Promise<UsageSum[]> {
  return db.$queryRaw<UsageSum[]>`
    SELECT to_timestamp(floor(extract(epoch FROM b."startedAt") / ${stepSeconds}::int4) * ${stepSeconds}::int4) AS "at",
      b."statusClass", sum(b."count")::int4 AS "count", sum(b."bytesIn")::float8 AS "bytesIn",
      sum(b."bytesOut")::float8 AS "bytesOut", sum(b."addedMs")::float8 AS "addedMs"
    FROM "UsageBucket" b WHERE ${scoped(scope)} GROUP BY 1, 2 ORDER BY 1, 2`;
}

export interface CallerSum {
  callerId: string;
  callerName: string | null;
  host: string;
  count: number;
  failed: number;
  bytesOut: number;
}

const CALLERS = 50;

/** Sums by caller and host, the busiest first. */
export async function sumUsageByCaller({ db }: Store, scope: UsageScope): Promise<CallerSum[]> {
  return db.$queryRaw<CallerSum[]>`
    SELECT s.*, COALESCE(k."name", u."name") AS "callerName" FROM (
      SELECT b."callerId", b."host", sum(b."count")::int4 AS "count",
        COALESCE(sum(b."count") FILTER (WHERE b."statusClass" NOT IN (2, 3)), 0)::int4 AS "failed",
        sum(b."bytesOut")::float8 AS "bytesOut"
      FROM "UsageBucket" b WHERE ${scoped(scope)} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${CALLERS}) s
    LEFT JOIN "ApiKey" k ON k."id" = s."callerId" LEFT JOIN "User" u ON u."id" = s."callerId"
    ORDER BY s."count" DESC, s."callerId", s."host"`;
}

export interface HourSum {
  integrationId: string;
  at: Date;
  count: number;
  failed: number;
}

/** Calls by integration of the workspace and hour: all, and those answered 5xx or not at all. Each integration is one range of an index. */
export async function sumUsageByIntegration(
  { db }: Store,
  { workspaceId, userId, since }: Pick<UsageScope, "workspaceId" | "userId" | "since">,
): Promise<HourSum[]> {
  return db.$queryRaw<HourSum[]>`
    SELECT b."integrationId", to_timestamp(floor(extract(epoch FROM b."startedAt") / 3600) * 3600) AS "at",
      sum(b."count")::int4 AS "count",
      COALESCE(sum(b."count") FILTER (WHERE b."statusClass" IN (0, 5)), 0)::int4 AS "failed"
    FROM "Integration" i JOIN "UsageBucket" b ON b."integrationId" = i."id" AND b."startedAt" >= ${since}
    WHERE i."workspaceId" = ${workspaceId} ${ownPart(userId)} GROUP BY 1, 2`;
}
