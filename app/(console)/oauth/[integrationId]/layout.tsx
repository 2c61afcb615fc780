import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Prefetched } from "#app/prefetched.tsx";
import { ConnectControl } from "#components/connections/connect-control.tsx";
import { IntegrationHeader } from "#components/integrations/integration-header.tsx";
import { integrationKeys } from "#components/integrations/keys.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { keyTargetOf, loadIntegration } from "./load-integration.ts";

interface IntegrationLayoutProps {
  params: Promise<{ integrationId: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: IntegrationLayoutProps): Promise<Metadata> {
  const { integration } = await loadIntegration((await params).integrationId);
  return { title: integration.name };
}

export default async function IntegrationLayout({ params, children }: IntegrationLayoutProps) {
  const { integrationId } = await params;
  const { integration } = await loadIntegration(integrationId);
  return (
    <Prefetched data={[[integrationKeys.one(integrationId), integration]]}>
      <IntegrationHeader
        id={integrationId}
        connect={
          <ConnectControl
            kind={integration.kind}
            target={keyTargetOf(integration)}
            variant={issuesTokens(integration.kind) ? "primary" : "secondary"}
          />
        }
      />
      {children}
    </Prefetched>
  );
}
