import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { countIntegrationsOn } from "#lib/integrations/get-offering-use.ts";
import { loadCustomOffering } from "./load-offering.ts";
import { lockOffering, updatePublicationRow } from "./repository-versions.ts";

/** Takes an offering back: nothing new is built on it, and what is built works on. What is not published stays so. */
export async function deletePublication(caller: Context, { id }: { id: string }): Promise<void> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const { displayName } = await loadCustomOffering(ctx, id);
  await inTransaction(ctx, async (ctx) => {
    const locked = await lockOffering(ctx, id);
    if (!locked || locked.publishedVersion === null || locked.unpublishedAt !== null) return;
    const { publishedVersion } = locked;
    await updatePublicationRow(ctx, id, { publishedVersion, unpublishedAt: ctx.now() });
    await createAuditEvent(ctx, {
      action: "offering.unpublish",
      target: { kind: "offering", id, label: displayName },
      changes: { publishedVersion, integrations: await countIntegrationsOn(ctx, id) },
    });
  });
}
