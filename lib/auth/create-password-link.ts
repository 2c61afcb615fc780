import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { AppError, conflict, forbidden, notFound } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { createToken, hashResetToken, resetLinkLifeMs, toResetLink } from "./account-tokens.ts";
import type { PasswordLink } from "./contract.ts";
import { proveOwnPassword } from "./prove-own-password.ts";
import { type Account, findAccount, isMemberOf } from "./repository.ts";
import { replaceReset } from "./repository-password-reset.ts";

/**
 * Makes a link to a new password for somebody of the workspace, shown this once. Only a platform admin may, who proves their
 * own password: an account can belong to other workspaces too, so those who run one of them may not take it over. 404 for
 * strangers, 409 for oneself, 422 at `/password`.
 */
export async function createPasswordLink(
  caller: Context,
  { id, password }: { id: string; password: Secret<string> },
): Promise<PasswordLink> {
  const ctx = asSystem(caller);
  const actor = authorize(ctx.actor, "platform:manage");
  if (actor.kind !== "member") throw forbidden("Only a person makes such a link.");
  if (id === actor.userId) throw conflict("Change your own password under Settings → Your account.");
  const account = (await isMemberOf(ctx, id, actor.workspaceId)) ? await findAccount(ctx, { id }) : null;
  if (!account) throw notFound("member");
  await proveOwnPassword(ctx, actor, password);
  return issuePasswordLink(ctx, account, actor.workspaceId);
}

/** For the operator's command: the same for whoever has this address. 404 when nobody does. */
export async function createOperatorLink(ctx: Context, { email }: { email: string }): Promise<PasswordLink> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the operator asks by address");
  const account = await findAccount(ctx, { email });
  if (!account) throw notFound("account");
  return issuePasswordLink(ctx, account, account.workspaceId);
}

async function issuePasswordLink(
  ctx: Context,
  { userId, name, isDisabled }: Account,
  workspaceId: string | null,
): Promise<PasswordLink> {
  if (isDisabled) throw conflict("This account is disabled.");
  const token = createToken();
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    const expiresAt = new Date(now.getTime() + resetLinkLifeMs);
    await replaceReset(ctx, userId, { tokenHash: hashResetToken(token), createdAt: now, expiresAt });
    await createAuditEvent(ctx, {
      action: "password-link.create",
      target: { kind: "user", id: userId, label: name },
      workspaceId,
    });
    return { link: toResetLink(ctx.settings.origin, token), expiresAt: expiresAt.toISOString() };
  });
}
