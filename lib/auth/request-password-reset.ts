import type { Context } from "#lib/context/context.ts";
import { conflict } from "#lib/core/errors.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import { insertAccountMail } from "./repository-password-reset.ts";

const windowMs = 15 * 60 * 1000;

/**
 * Has a link to a new password mailed, if the address is that of an account. Nobody is looked up here: whatever the address,
 * the same rows are written in the same time, and the worker finds out later (S-08). Throws 409 where no mail server is set,
 * 429 after five requests for an address from one network in 15 minutes, or thirty from that network.
 */
export async function requestPasswordReset(ctx: Context, { email }: { email: string }): Promise<void> {
  if (!ctx.settings.hasMail) {
    throw conflict(
      "This Mooring sends no e-mail. Ask a platform admin for a link to a new password, or whoever runs the server.",
    );
  }
  const network = clientNetwork(ctx.client.ip);
  await limitAttempts(ctx, { key: ["password-reset-network", network], attempts: 30, windowMs });
  await limitAttempts(ctx, { key: ["password-reset", email, network], attempts: 5, windowMs });
  await insertAccountMail(ctx, { kind: "password_reset", email, now: ctx.now() });
}
