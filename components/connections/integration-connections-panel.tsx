"use client";

import { Link2 } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useConnectionColumns } from "./columns.tsx";
import { useConnections } from "./queries.ts";

interface IntegrationConnectionsPanelProps {
  integrationId: string;
  canSeeAll: boolean;
  /** The Connect button, while there is no connection; absent for a draft. */
  connect: ReactNode;
}

/** The newest connections of an integration, on its overview. */
export function IntegrationConnectionsPanel({
  integrationId,
  canSeeAll,
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
        <EmptyState icon={<Link2 />} title={connect ? t("nextTitle") : t("emptyTitle")} action={connect}>
          {connect ? t("nextDetail") : t("emptyDraft")}
        </EmptyState>
      }
    />
  );
}
