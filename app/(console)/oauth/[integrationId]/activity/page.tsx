import { AuditTable } from "#components/audit/audit-table.tsx";
import { isAllowed } from "#lib/core/actor.ts";
import { loadIntegration } from "../load-integration.ts";

export default async function IntegrationActivityPage({
  params,
}: {
  params: Promise<{ integrationId: string }>;
}) {
  const { ctx, integration } = await loadIntegration((await params).integrationId);
  return <AuditTable integrationId={integration.id} isAdmin={isAllowed(ctx.actor, "workspace:manage")} />;
}
