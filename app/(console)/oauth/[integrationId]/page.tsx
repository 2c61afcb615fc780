import { ConnectButton } from "#components/connections/connect-button.tsx";
import { IntegrationConnectionsPanel } from "#components/connections/integration-connections-panel.tsx";
import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { FirstCallPanel } from "#components/gateway/first-call-panel.tsx";
import { UsagePanel } from "#components/gateway/usage-panel.tsx";
import { IntegrationOverview } from "#components/integrations/integration-overview.tsx";
import { isAllowed } from "#lib/core/actor.ts";
import { getExamplePath } from "#lib/integrations/list-offerings.ts";
import { loadIntegration } from "./load-integration.ts";

export default async function IntegrationPage({ params }: { params: Promise<{ integrationId: string }> }) {
  const { integrationId } = await params;
  const { ctx, integration } = await loadIntegration(integrationId);
  const provider = integration.offering.displayName;
  const target = { integrationId: integration.id };
  return (
    <IntegrationOverview
      id={integrationId}
      canEdit={isAllowed(ctx.actor, "integrations:write")}
      verifyBySignIn={<VerifyBySignInButton integrationId={integration.id} provider={provider} />}
      firstCall={
        <FirstCallPanel
          origin={ctx.settings.origin}
          slug={integration.slug}
          examplePath={await getExamplePath(ctx, { id: integration.offering.id })}
        />
      }
      usage={<UsagePanel noun="integrations" id={integration.id} />}
      connections={
        <IntegrationConnectionsPanel
          integrationId={integration.id}
          canSeeAll={isAllowed(ctx.actor, "workspace:manage")}
          provider={provider}
          connect={<ConnectButton target={target} provider={provider} variant="secondary" />}
        />
      }
    />
  );
}
