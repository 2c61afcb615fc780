import type { Context } from "#lib/context/context.ts";
import { linkLifeMs } from "./rules.ts";
import { createToken, hashToken, toLink } from "./token-text.ts";

/**
 * A new link in columns, and as text where nobody mails it. Where somebody does, the e-mail's own token replaces this one, so
 * that no token is written down anywhere before it is sent.
 */
export function issueLink(ctx: Context) {
  const now = ctx.now();
  const token = createToken();
  const { hasMail, origin } = ctx.settings;
  return {
    tokenHash: hashToken(token),
    expiresAt: new Date(now.getTime() + linkLifeMs),
    mailDueAt: hasMail ? now : null,
    link: hasMail ? null : toLink(origin, token),
  };
}
