import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import type { NoticeMailState, UpdateNoticeMail } from "./contract.ts";
import { findChoice, updateChoice } from "./repository-mails.ts";

/** What the caller gets by e-mail in this workspace. */
export async function getNoticeMail(ctx: Context): Promise<NoticeMailState> {
  const { workspaceId, userId } = authorize(ctx.actor, "workspace:read");
  const choice = (await findChoice(ctx, { workspaceId, userId })) ?? "none";
  return { choice, canMail: ctx.settings.hasMail };
}

/** Changes it; what waits to be mailed is dropped with "none". */
export async function updateNoticeMail(ctx: Context, { choice }: UpdateNoticeMail): Promise<NoticeMailState> {
  const { workspaceId, userId } = authorize(ctx.actor, "workspace:read");
  await inTransaction(ctx, async (ctx) => {
    const before = await findChoice(ctx, { workspaceId, userId });
    if (before === choice) return;
    await updateChoice(ctx, { workspaceId, userId }, choice);
    await createAuditEvent(ctx, {
      action: "membership.update",
      target: { kind: "user", id: userId },
      changes: { noticeMail: { before, after: choice } },
    });
  });
  return getNoticeMail(ctx);
}
