"use client";

import { Link2 } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionColumns } from "./columns.tsx";
import { useConnections } from "./queries.ts";

interface IntegrationConnectionsPanelProps {
  integrationId: string;
  canSeeAll: boolean;
  provider: string;
  /** How its accounts connect. */
  kind: Connection["integration"]["kind"];
  /** The Connect button, while there is no connection. */
  connect: ReactNode;
}

/** The newest connections of an integration, on its overview. */
export function IntegrationConnectionsPanel({
  integrationId,
  canSeeAll,
  provider,
  kind,
  connect,
}: IntegrationConnectionsPanelProps) {
  const t = useTranslations("connections");
  const columns = useConnectionColumns(true);
  const query = useConnections({
    integration: integrationId,
    scope: canSeeAll ? "all" : "mine",
    limit: "10",
  });
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      query={query}
      getRowId={({ id }) => id}
      getRowHref={({ id }) => `/connections/${id}` as Route}
      empty={
        <EmptyState
          icon={<Link2 />}
          title={kind === "client_credentials" ? t("client.title") : t("nextTitle")}
          steps={
            kind === "client_credentials"
              ? [t("client.step", { provider }), t("nextSteps.call")]
              : [t("nextSteps.signIn", { provider }), t("nextSteps.allow"), t("nextSteps.call")]
          }
          action={connect}
        />
      }
    />
  );
}
