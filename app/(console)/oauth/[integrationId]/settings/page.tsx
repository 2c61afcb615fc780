import { Prefetched } from "#app/prefetched.tsx";
import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { IntegrationSettings } from "#components/integrations/integration-settings.tsx";
import { offeringKeys } from "#components/integrations/keys.ts";
import { overrideKeys } from "#components/overrides/keys.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { listOverrides } from "#lib/overrides/list-overrides.ts";
import { loadIntegration } from "../load-integration.ts";
import { loadSurroundings } from "../load-surroundings.ts";
import { loadOffering } from "./load-offering.ts";
import { OverrideSettings } from "./override-settings.tsx";

type Props = { params: Promise<{ integrationId: string }> };

export default async function IntegrationSettingsPage({ params }: Props) {
  const { integrationId } = await params;
  const { ctx, integration } = await loadIntegration(integrationId);
  const offering = await loadOffering(ctx, integration.offering.id);
  const overrides = await listOverrides(ctx, integration);
  const surroundings = await loadSurroundings();
  const canEdit = isAllowed(ctx.actor, "integrations:write");
  return (
    <Prefetched
      data={[
        [offeringKeys.one(integration.offering.id), offering],
        [overrideKeys.list(integration.id), overrides],
      ]}
    >
      <IntegrationSettings
        id={integrationId}
        canEdit={canEdit}
        overrides={<OverrideSettings id={integrationId} surroundings={surroundings} canEdit={canEdit} />}
        verifyBySignIn={
          <VerifyBySignInButton integrationId={integration.id} provider={integration.offering.displayName} />
        }
      />
    </Prefetched>
  );
}
