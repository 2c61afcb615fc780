import type { Context } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { type MailOutcome, mailInRounds, type SendMail } from "#lib/core/mail.ts";
import { createToken, hashResetToken, resetLinkLifeMs, toResetLink } from "./account-tokens.ts";
import { findAccount } from "./repository.ts";
import {
  claimAccountMails,
  type DueAccountMail,
  deleteAccountMail,
  hasMailedReset,
  replaceReset,
  stampReset,
} from "./repository-password-reset.ts";
import { writeNotice, writeReset } from "./write-account-mail.ts";

const AT_ONCE = 10;
const PAUSE_MS = 2 * 60_000;
const KEPT_MS = { password_reset: 60 * 60_000, other: 24 * 60 * 60_000 };
const BETWEEN_LINKS_MS = 5 * 60_000;

/**
 * A job: mails links to a new password and what people are told about their accounts. A link's token is made for the one
 * e-mail. None is sent to the address of nobody or of an account without a password, and to others one in five minutes at
 * most, so that strangers can neither fill a mailbox nor keep ending the last link. What a server does not take is tried
 * again two minutes later, for an hour (a link) or a day. Gives how many left.
 */
export async function sendAccountMails(ctx: Context, send: SendMail): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system mails accounts");
  return mailInRounds(AT_ONCE, claim, (due) => Promise.all(due.map((row) => mailOne(ctx, row, send))));

  function claim(limit: number) {
    const now = ctx.now();
    return claimAccountMails(ctx, { now, nextAt: new Date(now.getTime() + PAUSE_MS), limit });
  }
}

async function mailOne(ctx: Context, row: DueAccountMail, send: SendMail): Promise<MailOutcome> {
  try {
    const outcome = await sendOne(ctx, row, send);
    await deleteAccountMail(ctx, row.id);
    return outcome;
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.warn({ accountMailId: row.id, err: error }, "an account could not be mailed");
    return "failed";
  }
}

async function sendOne(
  ctx: Context,
  { kind, email, createdAt }: DueAccountMail,
  send: SendMail,
): Promise<MailOutcome> {
  const now = ctx.now();
  const keptMs = kind === "password_reset" ? KEPT_MS.password_reset : KEPT_MS.other;
  if (now.getTime() - createdAt.getTime() > keptMs) return "nothing";
  const { origin } = ctx.settings;
  if (kind !== "password_reset") return send({ to: email, ...writeNotice(kind, origin) });
  const account = await findAccount(ctx, { email });
  if (!account || account.isDisabled || account.passwordHash === null) return "nothing";
  const { userId } = account;
  const since = new Date(now.getTime() - BETWEEN_LINKS_MS);
  if (await hasMailedReset(ctx, userId, { since, now })) return "nothing";
  const token = createToken();
  const tokenHash = hashResetToken(token);
  const expiresAt = new Date(now.getTime() + resetLinkLifeMs);
  await replaceReset(ctx, userId, { tokenHash, createdAt: now, expiresAt });
  const outcome = await send({ to: email, ...writeReset(toResetLink(origin, token)) });
  await stampReset(ctx, tokenHash, ctx.now());
  return outcome;
}
