import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Prefetched } from "#app/prefetched.tsx";
import { ConnectButton } from "#components/connections/connect-button.tsx";
import { IntegrationHeader } from "#components/integrations/integration-header.tsx";
import { integrationKeys } from "#components/integrations/keys.ts";
import { loadIntegration } from "./load-integration.ts";
import { loadSurroundings } from "./load-surroundings.ts";

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
          <ConnectButton
            target={{ integrationId: integration.id }}
            provider={integration.offering.displayName}
            surroundings={await loadSurroundings()}
          />
        }
      />
      {children}
    </Prefetched>
  );
}
