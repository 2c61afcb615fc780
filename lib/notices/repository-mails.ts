import type { Context } from "#lib/context/context.ts";
import type { NoticeMailChoice, NoticePayload } from "./contract.ts";

/** What one e-mail stands for at most. */
const MOST = 10_000;

/** One member of one workspace. */
export interface MemberPlace {
  workspaceId: string;
  userId: string;
}

interface NewMails {
  ids: readonly string[];
  neededTypes: readonly string[];
  /** The member who brought it about knows already. */
  exceptUserId: string | null;
}

/**
 * Writes who is to get the notices by e-mail, in one statement: of a personal connection its owner, of a shared one those who
 * run the workspace; each as they chose, and nobody who left or was disabled.
 */
export async function insertMails(ctx: Context, { ids, neededTypes, exceptUserId }: NewMails): Promise<void> {
  await ctx.db.$executeRaw`
    INSERT INTO "NoticeMail" ("noticeId", "workspaceId", "userId")
    SELECT n."id", n."workspaceId", m."userId"
    FROM "Notice" n
    JOIN "Membership" m ON m."workspaceId" = n."workspaceId"
    JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
    WHERE n."id" = ANY(${ids}) AND m."userId" IS DISTINCT FROM ${exceptUserId}
      AND CASE WHEN (n."payload" #>> '{data,isShared}') = 'true' THEN m."role" IN ('owner', 'admin')
        ELSE m."userId" = n."payload" #>> '{data,ownerId}' END
      AND (m."noticeMail" = 'all' OR (m."noticeMail" = 'needed' AND n."type" = ANY(${neededTypes})))`;
}

/**
 * Claims members of all workspaces for whom something waits and who got nothing since, by moving the time of their next
 * e-mail: other processes pass them by. Nothing goes to who was disabled meanwhile.
 */
export function claimMembers(
  ctx: Context,
  { nextMailAt, limit }: { nextMailAt: Date; limit: number },
): Promise<MemberPlace[]> {
  const now = ctx.now();
  return ctx.db.$queryRaw<MemberPlace[]>`
    UPDATE "Membership" m SET "nextMailAt" = ${nextMailAt}
    FROM (
      SELECT d."workspaceId", d."userId" FROM "Membership" d
      JOIN "User" u ON u."id" = d."userId" AND u."disabledAt" IS NULL
      WHERE (d."nextMailAt" IS NULL OR d."nextMailAt" <= ${now})
        AND (d."workspaceId", d."userId") IN (SELECT DISTINCT "workspaceId", "userId" FROM "NoticeMail")
      LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED
    ) AS due
    WHERE m."workspaceId" = due."workspaceId" AND m."userId" = due."userId"
    RETURNING m."workspaceId", m."userId"`;
}

export interface WaitingMail {
  type: string;
  connectionId: string | null;
  payload: NoticePayload;
}

/** All that waits for a member, as ids, the newest first, with the facts of the first `limit`; and where it goes to. */
export async function findWaitingMails(ctx: Context, { workspaceId, userId }: MemberPlace, limit: number) {
  const where = { workspaceId, userId };
  const order = { noticeId: "desc" } as const;
  const [user, waiting] = await Promise.all([
    ctx.db.user.findFirst({ where: { id: userId }, select: { email: true, name: true } }),
    ctx.db.noticeMail.findMany({ where, orderBy: order, take: MOST, select: { noticeId: true } }),
  ]);
  const ids = waiting.map(({ noticeId }) => noticeId);
  const rows = await ctx.db.notice.findMany({
    where: { workspaceId, id: { in: ids.slice(0, limit) } },
    orderBy: { id: "desc" },
    select: { type: true, connectionId: true, payload: true },
  });
  const mails = rows.map((row): WaitingMail => ({ ...row, payload: row.payload as NoticePayload }));
  return { user, ids, mails };
}

/** The names of integrations, as far as they are still there. */
export async function findIntegrationNames(
  ctx: Context,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await ctx.db.integration.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What was sent waits no more; what was written meanwhile does. */
export async function deleteMails(
  ctx: Context,
  { workspaceId, userId }: MemberPlace,
  ids: string[],
): Promise<void> {
  await ctx.db.noticeMail.deleteMany({ where: { workspaceId, userId, noticeId: { in: ids } } });
}

export async function findChoice(ctx: Context, place: MemberPlace): Promise<NoticeMailChoice | null> {
  const row = await ctx.db.membership.findFirst({
    where: { workspaceId: place.workspaceId, userId: place.userId },
    select: { noticeMail: true },
  });
  return row?.noticeMail ?? null;
}

/** Keeps the choice; what waits already goes by the new one where it is "none". */
export async function updateChoice(
  ctx: Context,
  { workspaceId, userId }: MemberPlace,
  noticeMail: NoticeMailChoice,
): Promise<void> {
  await ctx.db.membership.updateMany({ where: { workspaceId, userId }, data: { noticeMail } });
  if (noticeMail === "none") await ctx.db.noticeMail.deleteMany({ where: { workspaceId, userId } });
}
