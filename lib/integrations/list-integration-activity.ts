import type { AuditEvent, AuditEventQuery } from "#lib/audit/contract.ts";
import { listAuditEvents } from "#lib/audit/list-audit-events.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Page, PageQuery } from "#lib/core/page.ts";
import { loadIntegration } from "./get-integration-facts.ts";

/** A page of what was done to an integration and its connections, newest first, as far as the audit log shows it to the actor. */
export async function listIntegrationActivity(
  ctx: Context,
  { id, ...page }: PageQuery & { id: string },
): Promise<Page<AuditEvent>> {
  authorize(ctx.actor, "integrations:read");
  const row = await loadIntegration(ctx, id);
  const query: AuditEventQuery = { ...page, integrationId: row.id };
  return listAuditEvents(ctx, query);
}
