import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { getDeploymentUse } from "#lib/integrations/get-deployment-use.ts";
import { releaseDeploymentIntegrations } from "#lib/integrations/release-deployment-integrations.ts";
import { loadCredential } from "./describe-credential.ts";
import { deleteCredentialRow, lockCredential } from "./repository.ts";

interface Target {
  id: string;
  /** What the person saw and confirmed. */
  integrations: number;
  connections: number;
  people: number;
}

/**
 * Deletes an entry with its secret. Integrations that relied on it become drafts without a client, at callback
 * addresses of their own, and their connections are suspended. 409 with the present impact when the counts moved.
 */
export async function deleteOAuthCredential(caller: Context, { id, ...confirmed }: Target): Promise<void> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCredential(ctx, id);
  await inTransaction(ctx, async (ctx) => {
    await lockCredential(ctx, row.id);
    const impact = await getDeploymentUse(ctx, row.id);
    const { integrations, connections, people } = impact;
    const isSame =
      confirmed.integrations === integrations &&
      confirmed.connections === connections &&
      confirmed.people === people;
    if (!isSame) {
      throw conflict("What relies on these credentials has changed. Look at it again before you delete.", {
        impact: { integrations, connections, people },
      });
    }
    await releaseDeploymentIntegrations(ctx, { credentialId: row.id });
    await deleteCredentialRow(ctx, row);
    await createAuditEvent(ctx, {
      action: "oauth-credential.delete",
      target: { kind: "oauth-credential", id: row.id, label: row.domain },
      changes: { integrations, connections, people },
    });
  });
}
