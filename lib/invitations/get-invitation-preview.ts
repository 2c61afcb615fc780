import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { hasAccount } from "#lib/workspaces/hold-inviter.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { InvitationPreview } from "./contract.ts";
import { findByToken } from "./repository.ts";
import { assertOpen } from "./rules.ts";
import { hashToken } from "./token-text.ts";

/** Counts that somebody presents a token; throws 429 after a hundred in 15 minutes from one address. */
export function limitTokens(ctx: Context): Promise<void> {
  const key = ["invitation-address", clientNetwork(ctx.client.ip)];
  return limitAttempts(ctx, { key, attempts: 100, windowMs: 15 * 60 * 1000 });
}

/**
 * What a link leads to, for whoever has it: the token is all that is asked for. 404 for a token that is not one (or not any
 * more), 409 for an invitation that is open no more, 429 after a hundred looks in 15 minutes from one address.
 */
export async function getInvitationPreview(
  ctx: Context,
  { token }: { token: Secret<string> },
): Promise<InvitationPreview> {
  await limitTokens(ctx);
  const row = await findByToken(ctx, hashToken(token));
  if (!row) throw notFound("invitation");
  assertOpen(row, ctx.now());
  const { email, role, workspace, invitedById, expiresAt } = row;
  const [personOf, isKnown] = await Promise.all([listPeople(ctx, [invitedById]), hasAccount(ctx, email)]);
  return {
    ...{ email, role, workspaceName: workspace.name, expiresAt: expiresAt.toISOString() },
    invitedByName: personOf(invitedById).name,
    hasAccount: isKnown,
  };
}
