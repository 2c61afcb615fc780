import { Prefetched } from "#app/prefetched.tsx";
import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { IntegrationSettings } from "#components/integrations/integration-settings.tsx";
import { offeringKeys } from "#components/integrations/keys.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { offeringListSchema } from "#lib/offerings/contract.ts";
import { loadIntegration } from "../load-integration.ts";

export default async function IntegrationSettingsPage({
  params,
}: {
  params: Promise<{ integrationId: string }>;
}) {
  const { integrationId } = await params;
  const { ctx, integration } = await loadIntegration(integrationId);
  const offerings = offeringListSchema.parse(await listOfferings(ctx));
  return (
    <Prefetched data={[[offeringKeys.list, offerings]]}>
      <IntegrationSettings
        id={integrationId}
        canEdit={isAllowed(ctx.actor, "integrations:write")}
        verifyBySignIn={
          <VerifyBySignInButton integrationId={integration.id} provider={integration.offering.displayName} />
        }
      />
    </Prefetched>
  );
}
