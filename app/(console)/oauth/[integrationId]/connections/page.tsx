import { ConnectControl } from "#components/connections/connect-control.tsx";
import { ConnectionsTable } from "#components/connections/connections-table.tsx";
import { isAllowed } from "#lib/core/actor.ts";
import { keyTargetOf, loadIntegration } from "../load-integration.ts";

export default async function IntegrationConnectionsPage({
  params,
}: {
  params: Promise<{ integrationId: string }>;
}) {
  const { ctx, integration } = await loadIntegration((await params).integrationId);
  return (
    <ConnectionsTable
      integrationId={integration.id}
      kind={integration.kind}
      canSeeAll={isAllowed(ctx.actor, "workspace:manage")}
      emptyAction={
        integration.status === "configured" && !integration.isDisabled ? (
          <ConnectControl kind={integration.kind} target={keyTargetOf(integration)} variant="secondary" />
        ) : null
      }
    />
  );
}
