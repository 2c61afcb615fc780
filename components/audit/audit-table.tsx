"use client";

import { ScrollText } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { AuditExportMenu } from "./audit-export-menu.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { useAuditColumns } from "./columns.tsx";
import { useAuditEvents } from "./queries.ts";
import { useAuditFilter } from "./use-audit-filter.ts";

interface AuditTableProps {
  /** Only what has to do with this integration. */
  integrationId?: string;
  /** Whether everybody's acts are shown. */
  isAdmin: boolean;
}

/** The audit log, or the part of it that has to do with one integration. */
export function AuditTable({ integrationId, isAdmin }: AuditTableProps) {
  const t = useTranslations("audit");
  const columns = useAuditColumns();
  const paging = useKeysetPaging();
  const filter = useAuditFilter(integrationId);
  const query = useAuditEvents({ ...filter.asked, cursor: paging.cursor });
  return (
    <>
      <AuditFilters filter={filter} isAdmin={isAdmin} hasIntegration={integrationId !== undefined} />
      <DataTable
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        isFiltered={filter.isFiltered}
        onClearFilters={filter.clear}
        empty={
          <EmptyState icon={<ScrollText />} title={t("emptyTitle")}>
            {t("emptyDetail")}
          </EmptyState>
        }
      />
      <div className="mt-3 flex justify-end">
        <AuditExportMenu filter={filter.asked} />
      </div>
    </>
  );
}
