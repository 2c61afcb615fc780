"use client";

import type { ReactNode } from "react";
import { Columns } from "#components/ui/columns.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import { IntegrationFactsPanel } from "./integration-facts-panel.tsx";
import { IntegrationProofPanel } from "./integration-proof-panel.tsx";
import { NextStep } from "./next-step.tsx";
import { useIntegration } from "./queries.ts";
import { SecretEndNotice } from "./secret-end-notice.tsx";

interface IntegrationOverviewProps {
  id: string;
  canEdit: boolean;
  /** The field for a key, where accounts connect by one; shown until the person has connected. */
  keyEntry: ReactNode;
  /** The connections of this integration, or how to make the first one. */
  connections: ReactNode;
  /** How software calls the provider through it; shown once an account is connected. */
  firstCall: ReactNode;
  /** A button that proves the client by a real sign-in. */
  verifyBySignIn: ReactNode;
}

/** What the integration lacks or what comes next, its connections, how it was proven, its facts. */
export function IntegrationOverview({ id, canEdit, verifyBySignIn, ...rest }: IntegrationOverviewProps) {
  const { data: integration } = useIntegration(id);
  const { kind, connectionMode, connectionCount, myConnectionCount } = integration;
  const hasConnections = connectionCount > 0;
  const isReady = integration.status === "configured";
  const own = connectionMode === "shared" ? connectionCount : myConnectionCount;
  const hasKeyEntry = !issuesTokens(kind) && isReady && !integration.isDisabled && own === 0;
  return (
    <Columns
      aside={
        <>
          {issuesTokens(kind) ? (
            <IntegrationProofPanel
              integration={integration}
              canEdit={canEdit}
              verifyBySignIn={verifyBySignIn}
            />
          ) : null}
          <IntegrationFactsPanel integration={integration} />
        </>
      }
    >
      <SecretEndNotice integration={integration} canEdit={canEdit} />
      <NextStep integration={integration} canEdit={canEdit} verifyBySignIn={verifyBySignIn} />
      {hasKeyEntry ? rest.keyEntry : null}
      {(isReady && !hasKeyEntry) || hasConnections ? rest.connections : null}
      {isReady && hasConnections ? rest.firstCall : null}
    </Columns>
  );
}
