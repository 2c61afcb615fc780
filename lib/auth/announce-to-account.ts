import type { Context } from "#lib/context/context.ts";
import { insertAccountMail } from "./repository-password-reset.ts";

/** Has somebody told by e-mail, where there is a mail server, what happened to their account. Call it in the transaction of the act. */
export async function announceToAccount(
  ctx: Context,
  kind: "password_changed" | "second_factor_off",
  email: string,
): Promise<void> {
  if (ctx.settings.hasMail) await insertAccountMail(ctx, { kind, email, now: ctx.now() });
}
