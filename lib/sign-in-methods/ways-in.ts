import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, forbidden } from "#lib/core/errors.ts";
import { findPasswordState, lockWaysIn, storePasswordState } from "./repository.ts";
import { countWaysIn } from "./repository-identities.ts";

/** Whether passwords sign in to this deployment. */
export function hasPasswordSignIn(ctx: Context): Promise<boolean> {
  return findPasswordState(ctx);
}

/** 403 where passwords do not sign in; it names the way out. */
export async function assertPasswordSignIn(ctx: Context): Promise<void> {
  if (await findPasswordState(ctx)) return;
  throw forbidden("Passwords do not sign in here. Choose one of the other ways on the sign-in page.");
}

/**
 * Switches sign-in by password on or off. Off only for an admin who can sign in by a proven method: 409 otherwise, so that
 * the deployment never has nobody left who gets in.
 */
export async function updatePasswordSignIn(caller: Context, { isOn }: { isOn: boolean }): Promise<void> {
  const ctx = asSystem(caller);
  const { userId } = authorize(ctx.actor, "platform:manage");
  await inTransaction(ctx, async (ctx) => {
    const wasOn = await lockWaysIn(ctx);
    if (!isOn && ctx.settings.isPasswordForced)
      throw conflict("PASSWORD_SIGN_IN=on holds passwords on. Whoever runs this Mooring can take it away.");
    if (!isOn && (await countWaysIn(ctx, userId)) === 0)
      throw conflict(
        "Link an account of your own to a way of signing in that works, first: you could not get in again.",
      );
    await storePasswordState(ctx, isOn);
    await createAuditEvent(ctx, {
      action: "password-sign-in.update",
      target: { kind: "deployment", label: "password" },
      changes: { isOn: { before: wasOn, after: isOn } },
    });
  });
}

/**
 * In the transaction of a change that takes a method off the sign-in page: 409 when passwords do not sign in and the actor has
 * no other method to sign in by.
 */
export async function assertWayInWithout(ctx: Context, userId: string, methodId: string): Promise<void> {
  if (await lockWaysIn(ctx)) return;
  if ((await countWaysIn(ctx, userId, { methodId })) > 0) return;
  throw conflict(
    "You could not sign in any more: passwords are off, and you have no account at another way to sign in. Switch passwords on first.",
  );
}
