import { ConnectControl } from "#components/connections/connect-control.tsx";
import { IntegrationConnectionsPanel } from "#components/connections/integration-connections-panel.tsx";
import { KeyPanel } from "#components/connections/key-panel.tsx";
import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { FirstCallPanel } from "#components/gateway/first-call-panel.tsx";
import { UsagePanel } from "#components/gateway/usage-panel.tsx";
import { IntegrationOverview } from "#components/integrations/integration-overview.tsx";
import { isAllowed } from "#lib/core/actor.ts";
import { getExamplePath } from "#lib/integrations/list-offerings.ts";
import { keyTargetOf, loadIntegration } from "./load-integration.ts";

export default async function IntegrationPage({ params }: { params: Promise<{ integrationId: string }> }) {
  const { integrationId } = await params;
  const { ctx, integration } = await loadIntegration(integrationId);
  const { id, kind, slug, offering } = integration;
  const examplePath = await getExamplePath(ctx, { id: offering.id });
  const target = keyTargetOf(integration);
  return (
    <IntegrationOverview
      id={integrationId}
      canEdit={isAllowed(ctx.actor, "integrations:write")}
      verifyBySignIn={<VerifyBySignInButton integrationId={id} provider={target.provider} />}
      keyEntry={<KeyPanel target={target} kind={kind} offering={offering} />}
      firstCall={<FirstCallPanel origin={ctx.settings.origin} slug={slug} examplePath={examplePath} />}
      usage={<UsagePanel noun="integrations" id={id} />}
      connections={
        <IntegrationConnectionsPanel
          integrationId={id}
          kind={kind}
          canSeeAll={isAllowed(ctx.actor, "workspace:manage")}
          provider={target.provider}
          connect={<ConnectControl kind={kind} target={target} variant="secondary" />}
        />
      }
    />
  );
}
