import { ownSessionsKey, secondFactorKey } from "#components/auth/keys.ts";
import { noticeMailKey } from "#components/notices/keys.ts";
import { identitiesKey } from "#components/sign-in-methods/keys.ts";
import { getSecondFactor } from "#lib/auth/own-second-factor.ts";
import { listOwnSessions } from "#lib/auth/own-sessions.ts";
import type { Context } from "#lib/context/context.ts";
import { getNoticeMail } from "#lib/notices/notice-mail.ts";
import { listIdentities } from "#lib/sign-in-methods/identities.ts";

/** What the panels of Your account show, loaded at once, by their query keys. */
export async function loadAccount(ctx: Context) {
  const [noticeMail, ownSessions, secondFactor, identities] = await Promise.all([
    getNoticeMail(ctx),
    listOwnSessions(ctx),
    getSecondFactor(ctx),
    listIdentities(ctx),
  ]);
  return [
    [noticeMailKey, noticeMail],
    [ownSessionsKey, ownSessions],
    [secondFactorKey, secondFactor],
    [identitiesKey, identities],
  ] as const;
}
