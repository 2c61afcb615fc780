"use client";

import { useTranslations } from "use-intl";
import { CopyField } from "#components/ui/copy-field.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import type { Integration } from "#lib/integrations/contract.ts";

/** The integration's settings at a glance; everything but the secret is readable. */
export function IntegrationFactsPanel({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.facts");
  const kinds = useTranslations("integrations.kind");
  const { clientSecret, scopes, createdBy } = integration;
  const isDeployment = integration.credentialSource === "deployment";
  const hasClient = issuesTokens(integration.kind);
  const none = <span className="text-ink-3">{t("notSet")}</span>;
  return (
    <Panel title={t("title")}>
      <KeyValueList
        items={[
          { key: t("offering"), value: integration.offering.displayName },
          { key: t("connectBy"), value: kinds(integration.kind) },
          { key: t("connections"), value: t(`mode.${integration.connectionMode}`) },
          ...(hasClient ? clientFacts() : []),
          { key: t("createdBy"), value: createdBy.name },
          { key: t("createdAt"), value: <RelativeTime value={integration.createdAt} /> },
        ]}
      />
      {integration.kind === "oauth2" ? (
        <CopyField
          className="mt-4"
          value={integration.callbackUrl}
          label={t("callbackUrl")}
          copyLabel={t("copyCallbackUrl")}
          isLabelled
        />
      ) : null}
    </Panel>
  );

  function clientFacts() {
    return [
      {
        key: t("clientId"),
        value: integration.clientId ? <code className="text-sm">{integration.clientId}</code> : none,
      },
      {
        key: t("clientSecret"),
        value: isDeployment ? (
          t("deploymentSecret")
        ) : clientSecret.isSet ? (
          <code className="text-sm">•••• {clientSecret.last4}</code>
        ) : (
          none
        ),
      },
      {
        key: t("secretSet"),
        value: clientSecret.setAt ? <RelativeTime value={clientSecret.setAt} /> : none,
      },
      {
        key: t("scopes"),
        value: scopes.length > 0 ? <code className="text-sm">{scopes.join(" ")}</code> : none,
      },
    ];
  }
}
