import type { Context } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { type MailOutcome, mailInRounds, type SendMail } from "#lib/core/mail.ts";
import {
  claimMembers,
  deleteMails,
  findIntegrationNames,
  findWaitingMails,
  type MemberPlace,
} from "./repository-mails.ts";
import { writeMail } from "./write-mail.ts";

const AT_ONCE = 10;
const LISTED = 20;
const PAUSE_MS = 10 * 60_000;

/**
 * A job: mails members of all workspaces what waits for them, each at most one e-mail in ten minutes, whatever happened: an
 * outage at a provider becomes one message. What a server does not take is tried again ten minutes later; an address that it
 * refuses for good gets nothing more of what waited. Gives how many e-mails left.
 */
export async function sendNoticeMails(ctx: Context, send: SendMail): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system mails everybody");
  return mailInRounds(
    AT_ONCE,
    (limit) => claimMembers(ctx, { nextMailAt: new Date(ctx.now().getTime() + PAUSE_MS), limit }),
    (members) => Promise.all(members.map((member) => mailMember(ctx, member, send))),
  );
}

async function mailMember(ctx: Context, member: MemberPlace, send: SendMail): Promise<MailOutcome> {
  const { user, ids: waiting, mails } = await findWaitingMails(ctx, member, LISTED);
  if (!user || mails.length === 0) return "nothing";
  const ids = [...new Set(mails.map(({ payload }) => String(payload.data.integrationId)))];
  const integrations = await findIntegrationNames(ctx, member.workspaceId, ids);
  const { origin } = ctx.settings;
  try {
    const outcome = await send({
      to: user.email,
      ...writeMail({ origin, name: user.name, mails, total: waiting.length, integrations }),
    });
    if (outcome === "refused")
      ctx.log.warn({ userId: member.userId }, "the mail server refuses this address");
    await deleteMails(ctx, member, waiting);
    return outcome;
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.warn({ userId: member.userId, err: error }, "an e-mail could not be sent");
    return "failed";
  }
}
