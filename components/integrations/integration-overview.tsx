"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Columns } from "#components/ui/columns.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { IntegrationFactsPanel } from "./integration-facts-panel.tsx";
import { IntegrationProofPanel } from "./integration-proof-panel.tsx";
import { useIntegration } from "./queries.ts";

interface IntegrationOverviewProps {
  id: string;
  canEdit: boolean;
  /** The connections of this integration, or how to make the first one. */
  connections: ReactNode;
  /** A button that proves the client by a real sign-in. */
  verifyBySignIn: ReactNode;
}

/** What the integration lacks or what comes next, its connections, how it was proven, its facts. */
export function IntegrationOverview({ id, canEdit, connections, verifyBySignIn }: IntegrationOverviewProps) {
  const { data: integration } = useIntegration(id);
  return (
    <Columns
      aside={
        <>
          <IntegrationProofPanel
            integration={integration}
            canEdit={canEdit}
            verifyBySignIn={verifyBySignIn}
          />
          <IntegrationFactsPanel integration={integration} />
        </>
      }
    >
      <MissingNotice integration={integration} canEdit={canEdit} />
      {integration.status === "configured" || integration.connectionCount > 0 ? connections : null}
    </Columns>
  );
}

function MissingNotice({ integration, canEdit }: { integration: Integration; canEdit: boolean }) {
  const t = useTranslations("integrations.missing");
  if (integration.status === "configured" && !integration.isDisabled) return null;
  const settings = `/oauth/${integration.slug}/settings` as Route;
  const reasons = integration.isDisabled ? [t("disabled")] : integration.missing.map(({ detail }) => detail);
  return (
    <Notice
      tone={integration.verification?.verdict === "rejected" ? "bad" : "warn"}
      title={integration.isDisabled ? t("disabledTitle") : t("title")}
      action={
        canEdit ? (
          <LinkButton href={settings} size="sm">
            {t("openSettings")}
          </LinkButton>
        ) : null
      }
    >
      <ul className="grid list-disc gap-1 pl-4">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {canEdit ? null : <p className="mt-1">{t("askAdmin")}</p>}
    </Notice>
  );
}
