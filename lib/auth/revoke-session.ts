import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { revokeSessionRow } from "./repository.ts";

/** Signs the calling member out: their session is dead from the next request on. Nothing happens for anybody else. */
export async function revokeSession(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "member") return;
  await inTransaction(ctx, async (ctx) => {
    if (!(await revokeSessionRow(ctx, actor.sessionId, actor.userId, ctx.now()))) return;
    await createAuditEvent(ctx, {
      action: "session.revoke",
      target: { kind: "user", id: actor.userId, label: actor.name },
    });
  });
}
