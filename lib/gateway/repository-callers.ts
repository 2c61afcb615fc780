import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

interface Place {
  workspaceId: string;
  connectionId: string;
  now: Date;
}

export interface CallerRow {
  id: string;
  kind: "member" | "api-key";
  name: string | null;
  memberId: string | null;
  memberName: string | null;
  isLive: boolean;
  count: number;
  failed: number;
  lastCallAt: Date;
}

const SHOWN = 100;

/** Who called through a connection since, the busiest first. */
export function listCallersOf(
  { db }: Store,
  { workspaceId, connectionId, since, now }: Place & { since: Date },
): Promise<CallerRow[]> {
  return db.$queryRaw<CallerRow[]>`
    SELECT s."id", CASE WHEN k."id" IS NULL THEN 'member' ELSE 'api-key' END AS "kind", COALESCE(k."name", u."name") AS "name",
      u."id" AS "memberId", u."name" AS "memberName", s."count", s."failed", s."lastCallAt",
      m."userId" IS NOT NULL AND (k."id" IS NULL OR k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > ${now})) AS "isLive"
    FROM (
      SELECT b."callerId" AS "id", sum(b."count")::int4 AS "count", max(b."startedAt") AS "lastCallAt",
        COALESCE(sum(b."count") FILTER (WHERE b."statusClass" NOT IN (2, 3)), 0)::int4 AS "failed"
      FROM "UsageBucket" b
      WHERE b."workspaceId" = ${workspaceId} AND b."connectionId" = ${connectionId} AND b."startedAt" >= ${since}
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${SHOWN}) s
    LEFT JOIN "ApiKey" k ON k."id" = s."id" AND k."workspaceId" = ${workspaceId}
    LEFT JOIN "User" u ON u."id" = COALESCE(k."createdById", s."id")
    LEFT JOIN "Membership" m ON m."userId" = u."id" AND m."workspaceId" = ${workspaceId}
    ORDER BY s."count" DESC, s."id"`;
}

export interface OtherCallers {
  connectionId: string;
  people: number;
  keys: number;
  /** The three busiest that still exist, by name. */
  first: string[];
}

/** For each of some connections: who but one person, and keys of theirs, called through it since. */
export function countOtherCallers(
  { db }: Store,
  {
    workspaceId,
    userId,
    connectionIds,
    since,
  }: {
    workspaceId: string;
    userId: string;
    connectionIds: readonly string[];
    since: Date;
  },
): Promise<OtherCallers[]> {
  return db.$queryRaw<OtherCallers[]>`
    SELECT s."connectionId", (count(*) FILTER (WHERE k."id" IS NULL))::int4 AS "people",
      (count(*) FILTER (WHERE k."id" IS NOT NULL))::int4 AS "keys",
      COALESCE((array_agg(COALESCE(k."name", u."name") ORDER BY s."count" DESC, s."callerId")
        FILTER (WHERE COALESCE(k."name", u."name") IS NOT NULL))[1:3], '{}') AS "first"
    FROM (
      SELECT b."connectionId", b."callerId", sum(b."count") AS "count" FROM "UsageBucket" b
      WHERE b."workspaceId" = ${workspaceId} AND b."connectionId" = ANY(${[...connectionIds]}) AND b."startedAt" >= ${since}
      GROUP BY 1, 2) s
    LEFT JOIN "ApiKey" k ON k."id" = s."callerId" AND k."workspaceId" = ${workspaceId}
    LEFT JOIN "User" u ON u."id" = s."callerId"
    WHERE COALESCE(k."createdById", s."callerId") <> ${userId}
    GROUP BY 1`;
}

/** The valid API keys whose own limits name the connection, the newest first. */
export function listKeysLimitedTo(
  { db }: Store,
  { workspaceId, connectionId, now }: Place,
): Promise<{ id: string; name: string; memberId: string; memberName: string }[]> {
  return db.$queryRaw`
    SELECT k."id", k."name", u."id" AS "memberId", u."name" AS "memberName"
    FROM "ApiKey" k JOIN "User" u ON u."id" = k."createdById"
    WHERE k."workspaceId" = ${workspaceId} AND k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > ${now})
      AND k."allowedConnectionIds" @> ARRAY[${connectionId}]::text[]
    ORDER BY k."createdAt" DESC, k."id" LIMIT ${SHOWN}`;
}
