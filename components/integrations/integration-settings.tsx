"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Columns } from "#components/ui/columns.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import { CallbackPanel } from "./callback-panel.tsx";
import { IntegrationDangerPanel } from "./integration-danger-panel.tsx";
import { IntegrationFactsPanel } from "./integration-facts-panel.tsx";
import { useIntegration, useOffering } from "./queries.ts";
import { SecretPanel } from "./secret-panel.tsx";
import { UpdateIntegrationForm } from "./update-integration-form.tsx";

interface IntegrationSettingsProps {
  id: string;
  canEdit: boolean;
  verifyBySignIn: ReactNode;
  /** What the settings become for runtime configurations and applications. */
  overrides: ReactNode;
}

/** The Settings tab: everything but the secret can be read; what may be changed, can be. */
export function IntegrationSettings({ id, canEdit, verifyBySignIn, overrides }: IntegrationSettingsProps) {
  const t = useTranslations("integrations.settings");
  const source = useTranslations("integrations.source");
  const kinds = useTranslations("integrations.kind");
  const router = useRouter();
  const { data: integration } = useIntegration(id);
  const { data: offering } = useOffering(integration.offering.id);

  const callback = (
    <CallbackPanel
      callbackUrl={integration.callbackUrl}
      offering={offering}
      variables={integration.variables}
      isRegistered
    />
  );
  if (!canEdit) {
    return (
      <Columns aside={integration.kind === "oauth2" ? callback : null}>
        <Notice>{t("readOnly")}</Notice>
        <IntegrationFactsPanel integration={integration} />
        {overrides}
      </Columns>
    );
  }
  return (
    <Columns
      aside={
        !issuesTokens(integration.kind) ? (
          <Panel title={kinds("keysTitle")}>
            <p className="text-ink-2">{kinds("keysDetail")}</p>
          </Panel>
        ) : integration.credentialSource === "own" ? (
          <>
            <SecretPanel integration={integration} offering={offering} verifyBySignIn={verifyBySignIn} />
            {integration.kind === "oauth2" ? callback : null}
          </>
        ) : (
          <Panel title={source("panelTitle")}>
            <p className="text-ink-2">{source("panelDetail")}</p>
          </Panel>
        )
      }
    >
      <UpdateIntegrationForm
        key={integration.id}
        integration={integration}
        offering={offering}
        onSaved={(saved) => {
          if (saved.slug !== integration.slug) router.replace(`/oauth/${saved.slug}/settings` as Route);
        }}
      />
      {overrides}
      <IntegrationDangerPanel integration={integration} />
    </Columns>
  );
}
