import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { loadSignInMethod } from "./list-sign-in-methods.ts";
import { deleteMethodRow } from "./repository.ts";
import { countIdentities } from "./repository-identities.ts";
import { assertWayInWithout } from "./ways-in.ts";

/**
 * Deletes a way to sign in with its secret and everybody's links to it. Sessions that it opened go on. 404, 409 when the number
 * of people moved since the caller saw it, or the caller could not sign in any more.
 */
export async function deleteSignInMethod(
  caller: Context,
  { id, people: confirmed }: { id: string; people: number },
): Promise<void> {
  const ctx = asSystem(caller);
  const { userId } = authorize(ctx.actor, "platform:manage");
  const { name } = await loadSignInMethod(ctx, { id });
  await inTransaction(ctx, async (ctx) => {
    await assertWayInWithout(ctx, userId, id);
    const people = (await countIdentities(ctx, userId)).get(id)?.people ?? 0;
    if (people !== confirmed)
      throw conflict("How many people sign in by it has changed. Look at it again before you delete.", {
        people,
      });
    if (!(await deleteMethodRow(ctx, id))) throw notFound("way to sign in");
    await createAuditEvent(ctx, {
      action: "sign-in-method.delete",
      target: { kind: "sign-in-method", id, label: name },
      changes: { people },
    });
  });
}
