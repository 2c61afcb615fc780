"use client";

import type { ReactNode } from "react";
import { Columns } from "#components/ui/columns.tsx";
import { IntegrationFactsPanel } from "./integration-facts-panel.tsx";
import { IntegrationProofPanel } from "./integration-proof-panel.tsx";
import { NextStep } from "./next-step.tsx";
import { useIntegration } from "./queries.ts";

interface IntegrationOverviewProps {
  id: string;
  canEdit: boolean;
  /** The connections of this integration, or how to make the first one. */
  connections: ReactNode;
  /** How software calls the provider through it; shown once an account is connected. */
  firstCall: ReactNode;
  /** What went through it. */
  usage: ReactNode;
  /** A button that proves the client by a real sign-in. */
  verifyBySignIn: ReactNode;
}

/** What the integration lacks or what comes next, its connections, how it was proven, its facts. */
export function IntegrationOverview({ id, canEdit, verifyBySignIn, ...rest }: IntegrationOverviewProps) {
  const { data: integration } = useIntegration(id);
  const hasConnections = integration.connectionCount > 0;
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
      <NextStep integration={integration} canEdit={canEdit} verifyBySignIn={verifyBySignIn} />
      {integration.status === "configured" || hasConnections ? rest.connections : null}
      {integration.status === "configured" && hasConnections ? rest.firstCall : null}
      {integration.status === "configured" ? rest.usage : null}
    </Columns>
  );
}
