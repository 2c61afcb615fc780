import { Prefetched } from "#app/prefetched.tsx";
import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { IntegrationSettings } from "#components/integrations/integration-settings.tsx";
import { offeringKeys } from "#components/integrations/keys.ts";
import { overrideKeys } from "#components/overrides/keys.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { offeringListSchema } from "#lib/offerings/contract.ts";
import { listOverrides } from "#lib/overrides/list-overrides.ts";
import { loadIntegration } from "../load-integration.ts";
import { loadSurroundings } from "../load-surroundings.ts";
import { OverrideSettings } from "./override-settings.tsx";

type Props = { params: Promise<{ integrationId: string }> };

export default async function IntegrationSettingsPage({ params }: Props) {
  const { integrationId } = await params;
  const { ctx, integration } = await loadIntegration(integrationId);
  const offerings = offeringListSchema.parse(await listOfferings(ctx));
  const overrides = await listOverrides(ctx, integration);
  const surroundings = await loadSurroundings();
  const canEdit = isAllowed(ctx.actor, "integrations:write");
  return (
    <Prefetched
      data={[
        [offeringKeys.list, offerings],
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
