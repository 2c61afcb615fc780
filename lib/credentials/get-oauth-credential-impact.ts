import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { getDeploymentUse } from "#lib/integrations/get-deployment-use.ts";
import type { OAuthCredentialImpact } from "./contract.ts";
import { loadCredential } from "./describe-credential.ts";

/** What relies on an entry, over all workspaces, for the dialog that asks before it deletes. That somebody read it is recorded (Z-08). */
export async function getOAuthCredentialImpact(
  caller: Context,
  { id }: { id: string },
): Promise<OAuthCredentialImpact> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCredential(ctx, id);
  const use = await getDeploymentUse(ctx, row.id);
  await createAuditEvent(ctx, {
    action: "platform.read",
    target: { kind: "oauth-credential", id, label: row.domain },
    changes: { read: "impact", integrations: use.integrations },
    workspaceId: null,
  });
  return use;
}
