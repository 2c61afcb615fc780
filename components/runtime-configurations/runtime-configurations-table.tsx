"use client";

import { Server } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useRuntimeConfigurationColumns } from "./columns.tsx";
import { useRuntimeConfigurations } from "./queries.ts";

/** Settings → Runtime configurations. */
export function RuntimeConfigurationsTable({ canManage }: { canManage: boolean }) {
  const t = useTranslations("runtimeConfigurations");
  return (
    <DataTable
      label={t("title")}
      columns={useRuntimeConfigurationColumns(canManage)}
      query={useRuntimeConfigurations()}
      getRowId={({ id }) => id}
      empty={<EmptyState icon={<Server />} title={t("emptyTitle")} />}
    />
  );
}
