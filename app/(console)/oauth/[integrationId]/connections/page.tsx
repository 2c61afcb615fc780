import { ConnectButton } from "#components/connections/connect-button.tsx";
import { ConnectionsTable } from "#components/connections/connections-table.tsx";
import { isAllowed } from "#lib/core/actor.ts";
import { loadIntegration } from "../load-integration.ts";

export default async function IntegrationConnectionsPage({
  params,
}: {
  params: Promise<{ integrationId: string }>;
}) {
  const { ctx, integration } = await loadIntegration((await params).integrationId);
  return (
    <ConnectionsTable
      integrationId={integration.id}
      canSeeAll={isAllowed(ctx.actor, "workspace:manage")}
      emptyAction={
        integration.status === "configured" && !integration.isDisabled ? (
          <ConnectButton
            target={{ integrationId: integration.id }}
            provider={integration.offering.displayName}
            variant="secondary"
          />
        ) : null
      }
    />
  );
}
