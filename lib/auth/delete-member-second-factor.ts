import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { AppError, conflict, forbidden, notFound } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { announceToAccount } from "./announce-to-account.ts";
import { proveOwnPassword } from "./prove-own-password.ts";
import { type Account, findAccount, isMemberOf } from "./repository.ts";
import { deleteSecondFactorRow } from "./repository-second-factor.ts";

/**
 * Switches off the second factor of somebody of the workspace who is locked out. Only a platform admin may, who proves their
 * own password. 404 for strangers, 409 for oneself and where none is on, 422 at `/password`.
 */
export async function deleteMemberSecondFactor(
  caller: Context,
  { id, password }: { id: string; password: Secret<string> },
): Promise<void> {
  const ctx = asSystem(caller);
  const actor = authorize(ctx.actor, "platform:manage");
  if (actor.kind !== "member") throw forbidden("Only a person switches it off for another.");
  if (id === actor.userId) throw conflict("Switch your own off under Settings → Your account.");
  const account = (await isMemberOf(ctx, id, actor.workspaceId)) ? await findAccount(ctx, { id }) : null;
  if (!account) throw notFound("member");
  await proveOwnPassword(ctx, actor, password);
  await switchOff(ctx, account, actor.workspaceId);
}

/** For the operator's command: the same for whoever has this address. 404 when nobody does. */
export async function deleteSecondFactorByOperator(
  ctx: Context,
  { email }: { email: string },
): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the operator asks by address");
  const account = await findAccount(ctx, { email });
  if (!account) throw notFound("account");
  await switchOff(ctx, account, account.workspaceId);
}

async function switchOff(
  ctx: Context,
  { userId, name, email }: Account,
  workspaceId: string | null,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    if (!(await deleteSecondFactorRow(ctx, userId))) throw conflict("No second factor is on.");
    await announceToAccount(ctx, "second_factor_off", email);
    await createAuditEvent(ctx, {
      action: "totp.disable",
      target: { kind: "user", id: userId, label: name },
      workspaceId,
    });
  });
}
