import { ConnectButton } from "#components/connections/connect-button.tsx";
import { IntegrationConnectionsPanel } from "#components/connections/integration-connections-panel.tsx";
import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { IntegrationOverview } from "#components/integrations/integration-overview.tsx";
import { isAllowed } from "#lib/core/actor.ts";
import { loadIntegration } from "./load-integration.ts";

export default async function IntegrationPage({ params }: { params: Promise<{ integrationId: string }> }) {
  const { integrationId } = await params;
  const { ctx, integration } = await loadIntegration(integrationId);
  const provider = integration.offering.displayName;
  return (
    <IntegrationOverview
      id={integrationId}
      canEdit={isAllowed(ctx.actor, "integrations:write")}
      verifyBySignIn={<VerifyBySignInButton integrationId={integration.id} provider={provider} />}
      connections={
        <IntegrationConnectionsPanel
          integrationId={integration.id}
          canSeeAll={isAllowed(ctx.actor, "workspace:manage")}
          connect={
            <ConnectButton
              target={{ integrationId: integration.id }}
              provider={provider}
              variant="secondary"
            />
          }
        />
      }
    />
  );
}
