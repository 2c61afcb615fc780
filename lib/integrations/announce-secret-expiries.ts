import { createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { daysUntil, toDay } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { claimSecretExpiries } from "./repository-history.ts";

const AT_ONCE = 500;

/**
 * A job: writes into the audit trail of each workspace which client secrets end within 30, 7 and 1 days, each of the three
 * once. Any number of processes may run it at the same time: a secret is claimed in the statement that finds it, and the
 * claim and its event are one transaction. Gives the number of events.
 */
export async function announceSecretExpiries(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system announces for everybody");
  for (let written = 0; ; ) {
    const count = await inTransaction(ctx, (tx) => announceSome(tx));
    written += count;
    if (count < AT_ONCE) return written;
  }
}

async function announceSome(ctx: Context): Promise<number> {
  const claimed = await claimSecretExpiries(ctx, AT_ONCE);
  await createAuditEvents(
    ctx,
    claimed.map(({ workspaceId, integrationId, name, last4, expiresOn }) => {
      const day = toDay(expiresOn);
      const daysLeft = daysUntil(day, ctx.now());
      return {
        action: "integration-secret.expiry",
        workspaceId,
        target: { kind: "integration", id: integrationId, label: name },
        cause: daysLeft < 0 ? "secret-ended" : "secret-ends",
        changes: { expiresOn: day, daysLeft, last4 },
      };
    }),
  );
  return claimed.length;
}
