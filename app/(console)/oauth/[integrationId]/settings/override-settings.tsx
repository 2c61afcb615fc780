"use client";

import { VerifyBySignInButton } from "#components/connections/verify-by-sign-in-button.tsx";
import { useIntegration, useOffering } from "#components/integrations/queries.ts";
import { EffectiveSettingsPanel } from "#components/overrides/effective-settings-panel.tsx";
import type { Surroundings } from "#components/overrides/named.ts";
import { OverridesPanel } from "#components/overrides/overrides-panel.tsx";

interface OverrideSettingsProps {
  /** As the address names it. */
  id: string;
  surroundings: Surroundings;
  canEdit: boolean;
}

/** What an integration's settings become for a runtime configuration and for an application. */
export function OverrideSettings({ id, surroundings, canEdit }: OverrideSettingsProps) {
  const { data: integration } = useIntegration(id);
  const { data: offering } = useOffering(integration.offering.id);
  return (
    <>
      <OverridesPanel
        integration={integration}
        offering={offering}
        surroundings={surroundings}
        canEdit={canEdit}
        renderSignIn={(override) => (
          <VerifyBySignInButton
            integrationId={integration.id}
            override={override.id}
            provider={integration.offering.displayName}
          />
        )}
      />
      <EffectiveSettingsPanel integrationId={integration.id} surroundings={surroundings} />
    </>
  );
}
