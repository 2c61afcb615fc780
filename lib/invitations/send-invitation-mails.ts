import type { Context } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import { claimDueMails, type DueMail, finishMail, storeToken } from "./repository.ts";
import { createToken, hashToken, toLink } from "./token-text.ts";
import { writeInvitation } from "./write-invitation.ts";

const AT_ONCE = 10;
const PAUSE_MS = 10 * 60_000;

type Send = (mail: {
  to: string;
  subject: string;
  text: string;
  html: string;
}) => Promise<"sent" | "refused">;

/**
 * A job: mails the invitations of all workspaces that are due, each with a token that is made for this one e-mail. What a
 * server does not take is tried again ten minutes later, with another token. Gives how many e-mails left.
 */
export async function sendInvitationMails(ctx: Context, send: Send): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system mails invitations");
  for (let sent = 0; ; ) {
    const now = ctx.now();
    const due = await claimDueMails(ctx, {
      now,
      nextAt: new Date(now.getTime() + PAUSE_MS),
      limit: AT_ONCE,
    });
    const personOf = await listPeople(
      ctx,
      due.map(({ invitedById }) => invitedById),
    );
    const outcomes = await Promise.all(
      due.map((row) => mailOne(ctx, row, personOf(row.invitedById).name, send)),
    );
    sent += outcomes.filter((outcome) => outcome === "sent").length;
    // A server that is down is not asked for everybody in turn.
    if (due.length < AT_ONCE || outcomes.every((outcome) => outcome === "failed")) return sent;
  }
}

async function mailOne(ctx: Context, row: DueMail, invitedByName: string, send: Send) {
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
