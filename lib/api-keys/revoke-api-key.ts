import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { findKey, revokeKey } from "./repository.ts";
import { visibleKeys } from "./rules.ts";

/** Ends an API key: refused from the next request on. A key that has ended already stays so. Throws 404 for keys not the actor's to see. */
export async function revokeApiKey(ctx: Context, id: string): Promise<void> {
  const scope = { ...visibleKeys(authorize(ctx.actor, "api-keys:write")), id };
  const key = await findKey(ctx, scope);
  if (!key) throw notFound("API key");
  await inTransaction(ctx, async (ctx) => {
    if (!(await revokeKey(ctx, scope, ctx.now()))) return;
    await createAuditEvent(ctx, {
      action: "api-key.revoke",
      target: { kind: "api-key", id, label: key.name },
    });
  });
}
