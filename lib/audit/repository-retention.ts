import type { Context } from "#lib/context/context.ts";
import { lockHeads, moveStart } from "./repository-chain.ts";

type Store = Pick<Context, "db" | "keyring">;

export interface Retention {
  workspaceId: string;
  days: number;
}

/** The workspaces that keep their events for so many days only; one that was deleted keeps them as it did last. */
export async function findRetentions({ db }: Store): Promise<Retention[]> {
  const query = { where: { auditDays: { not: null } }, select: { id: true, auditDays: true } } as const;
  const [there, deleted] = await Promise.all([
    db.workspace.findMany({ ...query, orderBy: { id: "asc" } }),
    db.deletedWorkspace.findMany({ ...query, orderBy: { id: "asc" } }),
  ]);
  const daysById = new Map([...deleted, ...there].map(({ id, auditDays }) => [id, auditDays]));
  return [...daysById].flatMap(([workspaceId, days]) => (days === null ? [] : [{ workspaceId, days }]));
}

/**
 * Removes the oldest events up to the first that is not from before a time, `limit` at most, and signs the chain's new start;
 * `null` when there is none.
 */
export async function deleteStart(
  ctx: Store,
  workspaceId: string,
  { before, limit }: { before: Date; limit: number },
): Promise<{ first: number; last: number } | null> {
  await lockHeads(ctx, [workspaceId]);
  const [end] = await ctx.db.$queryRaw<{ start: number; last: number; mac: Uint8Array }[]>`
    WITH "oldest" AS (
      SELECT event."sequence", event."createdAt", event."mac", chain."startSequence" AS "start"
      FROM "AuditChain" AS chain
      JOIN "AuditEvent" AS event ON event."workspaceId" = chain."id" AND event."sequence" > chain."startSequence"
      WHERE chain."id" = ${workspaceId} ORDER BY event."sequence" LIMIT ${limit})
    SELECT "start", "sequence" AS "last", "mac" FROM "oldest"
    WHERE "sequence" < COALESCE((SELECT min("sequence") FROM "oldest" WHERE "createdAt" >= ${before}), ${2 ** 31 - 1})
    ORDER BY "sequence" DESC LIMIT 1`;
  if (!end) return null;
  const { start, last, mac } = end;
  await ctx.db.$executeRaw`SELECT set_config('mooring.audit_retention', 'on', true)`;
  await ctx.db.auditEvent.deleteMany({ where: { workspaceId, sequence: { gt: start, lte: last } } });
  await ctx.db.$executeRaw`SELECT set_config('mooring.audit_retention', 'off', true)`;
  await moveStart(ctx, workspaceId, last, mac);
  return { first: start + 1, last };
}
