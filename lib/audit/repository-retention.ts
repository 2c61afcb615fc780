import type { Context } from "#lib/context/context.ts";
import { lockHeads, moveStart } from "./repository-chain.ts";

type Store = Pick<Context, "db" | "keyring">;

export interface Retention {
  workspaceId: string;
  days: number;
}

/** The workspaces that keep their events for so many days only. */
export async function findRetentions({ db }: Store): Promise<Retention[]> {
  const rows = await db.workspace.findMany({
    where: { auditDays: { not: null } },
    select: { id: true, auditDays: true },
    orderBy: { id: "asc" },
  });
  return rows.flatMap(({ id, auditDays }) =>
    auditDays === null ? [] : [{ workspaceId: id, days: auditDays }],
  );
}

/** The place of the newest event from before a time; `null` when there is none. */
export async function findExpiredEnd(
  { db }: Store,
  workspaceId: string,
  before: Date,
): Promise<number | null> {
  const row = await db.auditEvent.findFirst({
    where: { workspaceId, createdAt: { lt: before } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { sequence: true },
  });
  return row?.sequence ?? null;
}

/** Removes the oldest events up to a place, `limit` at most, and signs the chain's new start. */
export async function deleteStart(
  ctx: Store,
  workspaceId: string,
  { end, limit }: { end: number; limit: number },
): Promise<{ count: number; first: number; last: number }> {
  await lockHeads(ctx, [workspaceId]);
  const { startSequence } = await ctx.db.auditChain.findUniqueOrThrow({ where: { id: workspaceId } });
  const last = Math.min(end, startSequence + limit);
  const found = await ctx.db.auditEvent.findFirst({
    where: { workspaceId, sequence: last },
    select: { mac: true },
  });
  if (!found?.mac) return { count: 0, first: startSequence, last };
  await ctx.db.$executeRaw`SELECT set_config('mooring.audit_retention', 'on', true)`;
  const { count } = await ctx.db.auditEvent.deleteMany({ where: { workspaceId, sequence: { lte: last } } });
  await ctx.db.$executeRaw`SELECT set_config('mooring.audit_retention', 'off', true)`;
  await moveStart(ctx, workspaceId, last, found.mac);
  return { count, first: startSequence + 1, last };
}
