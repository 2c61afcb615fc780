import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

export interface LimitedKeyRow {
  id: string;
  name: string;
  createdById: string;
}

/** The valid keys of a workspace whose limits name a connection, held until the transaction ends. */
export function lockKeysLimitedTo(
  { db }: Store,
  { workspaceId, connectionId }: { workspaceId: string; connectionId: string },
  now: Date,
): Promise<LimitedKeyRow[]> {
  return db.$queryRaw<LimitedKeyRow[]>`
    SELECT "id", "name", "createdById" FROM "ApiKey"
    WHERE "workspaceId" = ${workspaceId} AND "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > ${now})
      AND "allowedConnectionIds" @> ARRAY[${connectionId}]::text[]
    ORDER BY "id" FOR UPDATE`;
}

/** Names one connection in another's place in the limits of keys; never the same one twice. */
export async function replaceAllowedConnection(
  { db }: Store,
  { workspaceId, ids, from, to }: { workspaceId: string; ids: string[]; from: string; to: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "ApiKey" SET "allowedConnectionIds" = CASE WHEN ${to} = ANY("allowedConnectionIds")
      THEN array_remove("allowedConnectionIds", ${from}) ELSE array_replace("allowedConnectionIds", ${from}, ${to}) END
    WHERE "workspaceId" = ${workspaceId} AND "id" = ANY(${ids})`;
}
