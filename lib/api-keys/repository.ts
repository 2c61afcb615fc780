import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;
type PlaceField = "applicationId" | "runtimeConfigurationId";

const shown = {
  omit: { secretHash: true },
  include: {
    createdBy: { select: { id: true, name: true } },
    application: { select: { id: true, name: true } },
    runtimeConfiguration: { select: { id: true, name: true } },
  },
} as const;

export type ApiKeyRow = Prisma.ApiKeyGetPayload<typeof shown>;

/** A live key with everything that decides what it may do. */
export interface LiveKeyRow {
  id: string;
  name: string;
  workspaceId: string;
  userId: string;
  role: WorkspaceRole;
  scopes: string[];
  applicationId: string;
  runtimeConfigurationId: string;
  allowedConnectionIds: string[];
  allowedMethods: string[];
  allowedPathPrefixes: string[];
  lastUsedAt: Date | null;
}

/**
 * The key, its maker and the membership, by the hash's unique index, in one query; nothing when any of them ended:
 * revoked, expired, maker disabled or gone, membership gone (Z-06, Z-09).
 */
export async function findLiveKey(
  { db }: Store,
  secretHash: Uint8Array,
  now: Date,
): Promise<LiveKeyRow | null> {
  const rows = await db.$queryRaw<LiveKeyRow[]>`
    SELECT k."id", k."name", k."workspaceId", k."createdById" AS "userId", m."role"::text AS "role", k."scopes",
      k."applicationId", k."runtimeConfigurationId", k."lastUsedAt",
      k."allowedConnectionIds", k."allowedMethods", k."allowedPathPrefixes"
    FROM "ApiKey" k
    JOIN "User" u ON u."id" = k."createdById"
    JOIN "Membership" m ON m."userId" = k."createdById" AND m."workspaceId" = k."workspaceId"
    WHERE k."secretHash" = ${secretHash} AND k."revokedAt" IS NULL
      AND (k."expiresAt" IS NULL OR k."expiresAt" > ${now}) AND u."disabledAt" IS NULL`;
  return rows[0] ?? null;
}

/** Notes that the key was used; never moves the time backwards. */
export async function stampKey({ db }: Store, id: string, now: Date): Promise<void> {
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: now } }] },
    data: { lastUsedAt: now },
  });
}

export async function insertKey({ db }: Store, data: Prisma.ApiKeyUncheckedCreateInput): Promise<ApiKeyRow> {
  return db.apiKey.create({ data, ...shown });
}

/** Whose keys may be seen or revoked: one member's, or all of the workspace's with `createdById` undefined. */
export interface KeyScope {
  workspaceId: string;
  createdById?: string;
}

export async function findKeys(
  { db }: Store,
  scope: KeyScope,
  page: { after?: Cursor; limit: number; applicationId?: string; runtimeConfigurationId?: string },
): Promise<ApiKeyRow[]> {
  const { after, limit, ...filter } = page;
  return db.apiKey.findMany({
    where: {
      ...scope,
      ...filter,
      OR: after && [
        { createdAt: { lt: after.createdAt } },
        { createdAt: after.createdAt, id: { lt: after.id } },
      ],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...shown,
  });
}

export async function findKey({ db }: Store, scope: KeyScope & { id: string }): Promise<ApiKeyRow | null> {
  return db.apiKey.findFirst({ where: scope, ...shown });
}

export async function findKeyIds({ db }: Store, scope: KeyScope): Promise<string[]> {
  const rows = await db.apiKey.findMany({ where: scope, select: { id: true } });
  return rows.map(({ id }) => id);
}

export async function countLiveKeys({ db }: Store, scope: KeyScope, now: Date): Promise<number> {
  return db.apiKey.count({
    where: { ...scope, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
}

/** Revokes a key that is not revoked yet; whether it did. */
export async function revokeKey(
  { db }: Store,
  scope: KeyScope & { id: string },
  now: Date,
): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({
    where: { ...scope, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}

/** Revokes every live key of the scope; which. */
export async function revokeLiveKeys(
  { db }: Store,
  scope: KeyScope,
  now: Date,
): Promise<{ id: string; name: string }[]> {
  return db.apiKey.updateManyAndReturn({
    where: { ...scope, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    data: { revokedAt: now },
    select: { id: true, name: true },
  });
}

/** Moves keys that are revoked or have expired from one application or runtime configuration to another; how many. */
export async function moveEndedKeys(
  { db }: Store,
  { workspaceId, field, from, to }: { workspaceId: string; field: PlaceField; from: string; to: string },
  now: Date,
): Promise<number> {
  const { count } = await db.apiKey.updateMany({
    where: { workspaceId, [field]: from, OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: now } }] },
    data: { [field]: to },
  });
  return count;
}
