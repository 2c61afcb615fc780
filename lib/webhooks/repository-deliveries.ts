import type { Context } from "#lib/context/context.ts";
import { decodeCursor } from "#lib/core/page.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { DeliveryQuery } from "./contract.ts";
import type { WebhookPlace } from "./repository.ts";

const withNotice = {
  include: { notice: { select: { type: true, connectionId: true, payload: true } } },
} as const;

export type DeliveryRow = Prisma.WebhookDeliveryGetPayload<typeof withNotice>;

/** One webhook's part of a workspace: what every statement below is limited to. */
interface Target {
  webhookId: string;
  workspaceId: string;
}

export interface ListeningWebhook {
  id: string;
  workspaceId: string;
  events: string[];
}

/** The webhooks of the workspaces that are switched on; they are there until the transaction ends. */
export function holdListening(ctx: Context, workspaceIds: readonly string[]): Promise<ListeningWebhook[]> {
  return ctx.db.$queryRaw<ListeningWebhook[]>`
    SELECT "id", "workspaceId", "events" FROM "Webhook"
    WHERE "workspaceId" = ANY(${workspaceIds}) AND "disabledAt" IS NULL ORDER BY "id" FOR KEY SHARE`;
}

interface NewDelivery extends Target {
  id: string;
  noticeId: string;
  createdAt: Date;
  nextAttemptAt: Date;
}

/** Any number of deliveries in one statement, each to be tried at once. */
export async function insertDeliveries(ctx: Context, rows: readonly NewDelivery[]): Promise<void> {
  await ctx.db.$executeRaw`
    INSERT INTO "WebhookDelivery" ("id", "workspaceId", "webhookId", "noticeId", "nextAttemptAt", "createdAt")
    SELECT "id", "workspaceId", "webhookId", "noticeId", "nextAttemptAt", "createdAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS rows("id" text, "workspaceId" text, "webhookId" text,
      "noticeId" text, "nextAttemptAt" timestamptz, "createdAt" timestamptz)`;
}

/** Webhooks of all workspaces for which something is due, the longest-waiting first, without those in `except`. */
export function findDueWebhooks(
  ctx: Context,
  { except, limit }: { except: readonly string[]; limit: number },
): Promise<WebhookPlace[]> {
  return ctx.db.$queryRaw<WebhookPlace[]>`
    SELECT w."id", w."workspaceId" FROM "Webhook" w
    CROSS JOIN LATERAL (
      SELECT d."nextAttemptAt" FROM "WebhookDelivery" d
      WHERE d."webhookId" = w."id" AND d."nextAttemptAt" <= ${ctx.now()}
      ORDER BY d."nextAttemptAt" LIMIT 1
    ) AS due
    WHERE w."disabledAt" IS NULL AND w."id" <> ALL(${except})
    ORDER BY due."nextAttemptAt" LIMIT ${limit}`;
}

/**
 * Claims due deliveries of one webhook, the longest-waiting first, by moving their next attempt and counting this one:
 * other processes skip them, and a claim that is lost with its process is due again at `until`.
 */
export async function claimDeliveries(
  ctx: Context,
  { webhookId, workspaceId }: Target,
  { limit, until }: { limit: number; until: Date },
): Promise<DeliveryRow[]> {
  const now = ctx.now();
  const claimed = await ctx.db.$queryRaw<{ id: string }[]>`
    UPDATE "WebhookDelivery" SET "nextAttemptAt" = ${until}, "lastAttemptAt" = ${now}, "attempts" = "attempts" + 1
    WHERE "id" IN (
      SELECT d."id" FROM "WebhookDelivery" d
      WHERE d."webhookId" = ${webhookId} AND d."workspaceId" = ${workspaceId} AND d."nextAttemptAt" <= ${now}
        AND EXISTS (SELECT 1 FROM "Webhook" w WHERE w."id" = d."webhookId" AND w."disabledAt" IS NULL)
      ORDER BY d."nextAttemptAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING "id"`;
  if (claimed.length === 0) return [];
  return ctx.db.webhookDelivery.findMany({
    where: { id: { in: claimed.map(({ id }) => id) }, workspaceId },
    ...withNotice,
  });
}

type DeliveryChange = Pick<
  Prisma.WebhookDeliveryUncheckedUpdateManyInput,
  "state" | "nextAttemptAt" | "lastStatus" | "lastError" | "durationMs" | "deliveredAt"
>;

/** Writes what came of an attempt, unless a later one was begun or it was sent again meanwhile. */
export async function updateDeliveryRow(
  ctx: Context,
  { id, workspaceId, attempts }: Pick<DeliveryRow, "id" | "workspaceId" | "attempts">,
  data: DeliveryChange,
): Promise<void> {
  await ctx.db.webhookDelivery.updateMany({ where: { id, workspaceId, attempts }, data });
}

/** A message arrived: nothing is failing any more. */
export async function markArrived(ctx: Context, { webhookId, workspaceId }: Target): Promise<void> {
  const data = { failingSince: null, lastDeliveredAt: ctx.now() };
  await ctx.db.webhook.updateMany({ where: { id: webhookId, workspaceId }, data });
}

/** A message did not arrive. Gives since when none has. */
export async function markFailing(ctx: Context, { webhookId, workspaceId }: Target): Promise<Date | null> {
  const rows = await ctx.db.$queryRaw<{ failingSince: Date }[]>`
    UPDATE "Webhook" SET "failingSince" = COALESCE("failingSince", ${ctx.now()})
    WHERE "id" = ${webhookId} AND "workspaceId" = ${workspaceId} RETURNING "failingSince"`;
  return rows[0]?.failingSince ?? null;
}

/** Switches a webhook off that is on; its name, or `null` when it was off or is gone. */
export async function disableFailing(
  ctx: Context,
  { webhookId, workspaceId }: Target,
  cause: "gone" | "failing",
): Promise<string | null> {
  const now = ctx.now();
  const rows = await ctx.db.$queryRaw<{ name: string }[]>`
    UPDATE "Webhook" SET "disabledAt" = ${now}, "disabledCause" = ${cause}, "updatedAt" = ${now}
    WHERE "id" = ${webhookId} AND "workspaceId" = ${workspaceId} AND "disabledAt" IS NULL RETURNING "name"`;
  return rows[0]?.name ?? null;
}

/** One page of a webhook's deliveries, newest first, one more than asked for when there is another. */
export function findDeliveries(
  ctx: Context,
  target: Target,
  { cursor, limit, state }: DeliveryQuery,
): Promise<DeliveryRow[]> {
  const after = cursor ? decodeCursor(cursor) : null;
  const older = after && [
    { createdAt: { lt: after.createdAt } },
    { createdAt: after.createdAt, id: { lt: after.id } },
  ];
  return ctx.db.webhookDelivery.findMany({
    where: { ...target, state, ...(older && { OR: older }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...withNotice,
  });
}

export function findDelivery(ctx: Context, target: Target & { id: string }): Promise<DeliveryRow | null> {
  return ctx.db.webhookDelivery.findFirst({ where: target, ...withNotice });
}

/** Has one sent again from the start, whatever came of it. */
export async function resetDelivery(ctx: Context, { id, workspaceId }: DeliveryRow): Promise<void> {
  await ctx.db.webhookDelivery.updateMany({ where: { id, workspaceId }, data: again(ctx) });
}

/** The same for all that failed and were written since. How many. */
export async function resetFailedDeliveries(ctx: Context, target: Target, since: Date): Promise<number> {
  const where = { ...target, state: "failed" as const, createdAt: { gte: since } };
  return (await ctx.db.webhookDelivery.updateMany({ where, data: again(ctx) })).count;
}

function again(ctx: Context) {
  return { state: "pending" as const, attempts: 0, nextAttemptAt: ctx.now(), deliveredAt: null };
}

/** A delivery whose only attempt has begun; nobody else takes it up. */
export function insertTestDelivery(
  ctx: Context,
  data: Omit<NewDelivery, "nextAttemptAt">,
): Promise<DeliveryRow> {
  // Should the process end before the answer, then this is what remains of it.
  const unknown = { state: "failed" as const, lastError: "unknown", attempts: 1 };
  return ctx.db.webhookDelivery.create({
    data: { ...data, ...unknown, lastAttemptAt: data.createdAt },
    ...withNotice,
  });
}
