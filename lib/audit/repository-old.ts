import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import { chainOf } from "./canonical.ts";
import type { AuditRow } from "./repository.ts";
import { linkRows, lockHeads, moveHeads } from "./repository-chain.ts";

type Store = Pick<Context, "db" | "keyring">;

export async function countChains({ db }: Pick<Store, "db">): Promise<number> {
  return db.auditChain.count();
}

/** Nobody else writes an event until this transaction ends. */
export async function holdChains({ db }: Store): Promise<void> {
  await db.$executeRaw`LOCK TABLE "AuditChain" IN SHARE ROW EXCLUSIVE MODE`;
}

/**
 * For the time of the work: one index that gives the rows in their order, in the place of all others but the key's, which
 * every row would have to be written into again. Gives what makes the others anew.
 */
export async function exchangeIndexes({ db }: Store): Promise<string[]> {
  const others = await db.$queryRaw<{ name: string; definition: string }[]>`
    SELECT "indexrelid"::regclass::text AS "name", pg_get_indexdef("indexrelid") AS "definition"
    FROM pg_index WHERE "indrelid" = '"AuditEvent"'::regclass AND NOT "indisprimary"`;
  await db.$executeRawUnsafe(`DROP INDEX ${others.map(({ name }) => name).join(", ")}`);
  await db.$executeRaw`
    CREATE INDEX "AuditEvent_unlinked_idx" ON "AuditEvent"("createdAt", "id") WHERE "sequence" IS NULL`;
  return others.map(({ definition }) => definition);
}

export async function restoreIndexes({ db }: Store, definitions: readonly string[]): Promise<void> {
  await db.$executeRaw`DROP INDEX "AuditEvent_unlinked_idx"`;
  for (const definition of definitions) await db.$executeRawUnsafe(definition);
}

/** The oldest events that have no place in a chain yet, with the integration and connection that they are about. */
export async function findUnlinked(
  { db }: Store,
  { after, limit }: { after?: Cursor; limit: number },
): Promise<AuditRow[]> {
  const rows = await db.auditEvent.findMany({
    where: {
      sequence: null,
      // Where the index goes on: the rows of the batches before are dead, but still in it.
      ...(after && {
        createdAt: { gte: after.createdAt },
        OR: [{ createdAt: { gt: after.createdAt } }, { id: { gt: after.id } }],
      }),
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
  });
  const ids = rows.flatMap((row) => (row.targetKind === "connection" && row.targetId ? [row.targetId] : []));
  const connections = await db.connection.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, integrationId: true },
  });
  const integrationOf = new Map(connections.map((it) => [it.id, it.integrationId]));
  return rows.map((row) => {
    if (row.targetKind === "integration") return { ...row, integrationId: row.targetId };
    if (row.targetKind !== "connection" || !row.targetId) return row;
    return { ...row, connectionId: row.targetId, integrationId: integrationOf.get(row.targetId) ?? null };
  });
}

/** Gives them their places, and moves the chains along. */
export async function writeLinks(ctx: Store, rows: readonly AuditRow[]): Promise<void> {
  const heads = await lockHeads(ctx, [...new Set(rows.map((row) => chainOf(row.workspaceId)))].sort());
  const links = linkRows(ctx.keyring, heads, rows).map(
    ({ id, integrationId, connectionId, sequence, keyId, mac }) => {
      return { id, integrationId, connectionId, sequence, keyId, mac };
    },
  );
  await ctx.db.$executeRaw`
    UPDATE "AuditEvent" AS event SET "integrationId" = link."integrationId", "connectionId" = link."connectionId",
      "sequence" = link."sequence", "keyId" = link."keyId", "mac" = decode(link."mac", 'hex')
    FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS link("id" text, "integrationId" text, "connectionId" text,
      "sequence" integer, "keyId" text, "mac" text)
    WHERE event."id" = link."id"`;
  await moveHeads(ctx, heads);
}
