import { AuditTable } from "#components/audit/audit-table.tsx";
import { loadIntegration } from "../load-integration.ts";

export default async function IntegrationActivityPage({
  params,
}: {
  params: Promise<{ integrationId: string }>;
}) {
  const { integration } = await loadIntegration((await params).integrationId);
  return <AuditTable targetId={integration.id} />;
}
