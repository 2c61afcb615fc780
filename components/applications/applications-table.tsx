"use client";

import { AppWindow } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useApplicationColumns } from "./columns.tsx";
import { useApplications } from "./queries.ts";

/** Settings → Applications. */
export function ApplicationsTable({ canManage }: { canManage: boolean }) {
  const t = useTranslations("applications");
  return (
    <DataTable
      label={t("title")}
      columns={useApplicationColumns(canManage)}
      query={useApplications()}
      getRowId={({ id }) => id}
      empty={<EmptyState icon={<AppWindow />} title={t("emptyTitle")} />}
    />
  );
}
