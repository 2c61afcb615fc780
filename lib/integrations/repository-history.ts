import type { Context } from "#lib/context/context.ts";
import { secretNoticeDays, toDay } from "#lib/core/day.ts";
import { decodeCursor, type PageQuery } from "#lib/core/page.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { newestFirst } from "./repository.ts";

const withSecret = {
  include: { secret: { select: { last4: true, state: true } } },
} satisfies Prisma.IntegrationVerificationDefaultArgs;

export type VerificationHistoryRow = Prisma.IntegrationVerificationGetPayload<typeof withSecret>;

/** Up to `limit + 1` checks of an integration's own client, newest first; those of its overrides are another history. */
export function listVerificationRows(
  ctx: Context,
  place: { integrationId: string; workspaceId: string },
  { cursor, limit }: PageQuery,
): Promise<VerificationHistoryRow[]> {
  const after = cursor ? decodeCursor(cursor) : null;
  return ctx.db.integrationVerification.findMany({
    where: {
      ...place,
      overrideId: null,
      ...(after && {
        createdAt: { lte: after.createdAt },
        OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
      }),
    },
    orderBy: newestFirst,
    take: limit + 1,
    ...withSecret,
  });
}

interface ExpiringSecret {
  workspaceId: string;
  integrationId: string;
  name: string;
  last4: string;
  expiresOn: Date;
}

/**
 * For the system only: takes up to `limit` secrets in force of all workspaces whose end has to be announced now, and marks
 * them as announced. One is due when its end is nearer than one of the notices and the last one was given before that.
 */
export function claimSecretExpiries(ctx: Context, limit: number): Promise<ExpiringSecret[]> {
  const now = ctx.now();
  const today = Prisma.sql`${toDay(now)}::date`;
  const [first, second, last] = secretNoticeDays;
  return ctx.db.$queryRaw<ExpiringSecret[]>`
    UPDATE "IntegrationSecret" s SET "expiryAnnouncedAt" = ${now}
    FROM "Integration" i
    WHERE i."id" = s."integrationId" AND s."id" IN (
      SELECT "id" FROM "IntegrationSecret"
      WHERE "state" = 'active' AND "expiresOn" <= ${today} + ${first}::int
        AND ("expiryAnnouncedAt" IS NULL OR ("expiryAnnouncedAt" AT TIME ZONE 'UTC')::date < "expiresOn" - CASE
          WHEN "expiresOn" - ${today} <= ${last}::int THEN ${last}::int
          WHEN "expiresOn" - ${today} <= ${second}::int THEN ${second}::int
          ELSE ${first}::int END)
      ORDER BY "expiresOn" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING s."workspaceId", s."integrationId", i."name", s."last4", s."expiresOn"`;
}
