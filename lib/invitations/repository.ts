import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

const shown = { omit: { tokenHash: true } } as const;

export type InvitationRow = Prisma.InvitationGetPayload<typeof shown>;

const open = { acceptedAt: null, revokedAt: null };

/** Open ones, newest first, one more than asked for when there is another page. */
export function findOpenInvitations(
  { db }: Store,
  { workspaceId, after, limit }: { workspaceId: string; after?: Cursor; limit: number },
): Promise<InvitationRow[]> {
  return db.invitation.findMany({
    where: {
      workspaceId,
      ...open,
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

export function findOpenInvitation(
  { db }: Store,
  where: { workspaceId: string } & ({ id: string } | { email: string }),
): Promise<InvitationRow | null> {
  return db.invitation.findFirst({ where: { ...where, ...open }, ...shown });
}

/** For whoever has proven to have the address: its oldest invitation that can still be accepted, in whichever workspace. */
export function findAcceptable({ db }: Store, email: string, now: Date) {
  return db.invitation.findFirst({
    where: { email, ...open, expiresAt: { gt: now } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

/** Whoever has the token asks; with the names that the link's page shows. */
export function findByToken({ db }: Store, tokenHash: Uint8Array<ArrayBuffer>) {
  return db.invitation.findFirst({
    where: { tokenHash },
    include: { workspace: { select: { name: true } } },
    ...shown,
  });
}

export async function insertInvitation(
  { db }: Store,
  data: Prisma.InvitationUncheckedCreateInput,
): Promise<InvitationRow> {
  return db.invitation.create({ data, ...shown });
}

/** Puts a new link in the place of the last one; `null` when the invitation is open no more. */
export async function replaceLink(
  { db }: Store,
  { id, workspaceId }: { id: string; workspaceId: string },
  link: { tokenHash: Uint8Array<ArrayBuffer>; expiresAt: Date; mailDueAt: Date | null; invitedById: string },
): Promise<InvitationRow | null> {
  const [row] = await db.invitation.updateManyAndReturn({
    where: { id, workspaceId, ...open },
    data: { ...link, mailedAt: null, mailRefusedAt: null },
    ...shown,
  });
  return row ?? null;
}

/** Which open ones are meant: one, those of an address whose time is over, or those of somebody who may invite no more. */
export type InvitationScope = { workspaceId: string } & (
  | { id: string }
  | { email: string; expiresAt: { lte: Date } }
  | { invitedById: string; role?: { in: WorkspaceRole[] } }
);

/** Withdraws open invitations; which. */
export function revokeInvitations({ db }: Store, scope: InvitationScope, now: Date) {
  return db.invitation.updateManyAndReturn({
    where: { ...scope, ...open },
    data: { revokedAt: now, mailDueAt: null },
    select: { id: true, email: true },
  });
}

/** Uses the invitation up: of two at once exactly one gets `true` (Z-12). */
export async function acceptInvitationRow(
  { db }: Store,
  { id, tokenHash }: { id: string; tokenHash: Uint8Array<ArrayBuffer> },
  now: Date,
): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { id, tokenHash, ...open, expiresAt: { gt: now } },
    data: { acceptedAt: now, mailDueAt: null },
  });
  return count === 1;
}

export interface DueMail {
  id: string;
  workspaceId: string;
  email: string;
  role: WorkspaceRole;
  invitedById: string;
  workspaceName: string;
}

/** Claims invitations of all workspaces whose e-mail is due, by moving that time: other processes pass them by. */
export function claimDueMails(
  { db }: Store,
  { now, nextAt, limit }: { now: Date; nextAt: Date; limit: number },
): Promise<DueMail[]> {
  return db.$queryRaw<DueMail[]>`
    UPDATE "Invitation" i SET "mailDueAt" = ${nextAt}
    FROM (
      SELECT d."id" FROM "Invitation" d
      WHERE d."mailDueAt" <= ${now} AND d."acceptedAt" IS NULL AND d."revokedAt" IS NULL AND d."expiresAt" > ${now}
      ORDER BY d."mailDueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS due, "Workspace" w
    WHERE i."id" = due."id" AND w."id" = i."workspaceId"
    RETURNING i."id", i."workspaceId", i."email", i."role"::text AS "role", i."invitedById", w."name" AS "workspaceName"`;
}

/** Gives an open invitation the token that is about to be mailed; `false` when it is open no more. */
export async function storeToken(
  { db }: Store,
  id: string,
  tokenHash: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { count } = await db.invitation.updateMany({ where: { id, ...open }, data: { tokenHash } });
  return count === 1;
}

/** What became of the e-mail with this token; a link that was made meanwhile has an e-mail of its own. */
export async function finishMail(
  { db }: Store,
  where: { id: string; tokenHash: Uint8Array<ArrayBuffer> },
  end: { mailedAt: Date } | { mailRefusedAt: Date },
): Promise<void> {
  await db.invitation.updateMany({ where, data: { ...end, mailDueAt: null } });
}
