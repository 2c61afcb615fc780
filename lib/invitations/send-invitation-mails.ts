import type { Context } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { type MailOutcome, mailInRounds, type SendMail } from "#lib/core/mail.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import { claimDueMails, type DueMail, finishMail, storeToken } from "./repository.ts";
import { createToken, hashToken, toLink } from "./token-text.ts";
import { writeInvitation } from "./write-invitation.ts";

const AT_ONCE = 10;
const PAUSE_MS = 10 * 60_000;

/**
 * A job: mails the invitations of all workspaces that are due, each with a token that is made for this one e-mail. What a
 * server does not take is tried again ten minutes later, with another token. Gives how many e-mails left.
 */
export async function sendInvitationMails(ctx: Context, send: SendMail): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system mails invitations");
  return mailInRounds(AT_ONCE, claim, async (due) => {
    const ids = due.map(({ invitedById }) => invitedById);
    const personOf = await listPeople(ctx, ids);
    return Promise.all(due.map((row) => mailOne(ctx, row, personOf(row.invitedById).name, send)));
  });

  function claim(limit: number) {
    const now = ctx.now();
    return claimDueMails(ctx, { now, nextAt: new Date(now.getTime() + PAUSE_MS), limit });
  }
}

async function mailOne(
  ctx: Context,
  row: DueMail,
  invitedByName: string,
  send: SendMail,
): Promise<MailOutcome> {
  const token = createToken();
  const place = { id: row.id, tokenHash: hashToken(token) };
  if (!(await storeToken(ctx, row.id, place.tokenHash))) return "nothing";
  const { email, role, workspaceName } = row;
  try {
    const link = toLink(ctx.settings.origin, token);
    const outcome = await send({
      to: email,
      ...writeInvitation({ role, workspaceName, invitedByName, link }),
    });
    const at = ctx.now();
    await finishMail(ctx, place, outcome === "sent" ? { mailedAt: at } : { mailRefusedAt: at });
    return outcome;
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.warn({ invitationId: row.id, err: error }, "an invitation could not be mailed");
    return "failed";
  }
}
