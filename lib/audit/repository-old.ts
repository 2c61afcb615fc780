import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import { chainOf } from "./canonical.ts";
import type { AuditRow } from "./repository.ts";
import { linkRows, lockHeads, moveHeads, withIntegrations } from "./repository-chain.ts";

type Store = Pick<Context, "db" | "keyring">;

export async function countChains({ db }: Pick<Store, "db">): Promise<number> {
  return db.auditChain.count();
}

/** Nobody else writes an event until this transaction ends. */
export async function holdChains({ db }: Store): Promise<void> {
  await db.$executeRaw`LOCK TABLE "AuditChain" IN SHARE ROW EXCLUSIVE MODE`;
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
  return withIntegrations({ db }, rows.map(namePlaces));
}

// What a row of today says in columns of its own, one from before says with its target alone.
function namePlaces(row: AuditRow): AuditRow {
  const { targetKind, targetId } = row;
  return {
    ...row,
    integrationId: targetKind === "integration" ? targetId : null,
    connectionId: targetKind === "connection" ? targetId : null,
  };
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
