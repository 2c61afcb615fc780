"use client";

import { KeyRound } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useApiKeyColumns } from "./columns.tsx";
import { CreateApiKeyDialog } from "./create-api-key-dialog.tsx";
import { PlaceFilter } from "./place-filter.tsx";
import { useApiKeys, useApplicationChoices, useRuntimeConfigurationChoices } from "./queries.ts";

/** Settings → API keys. */
export function ApiKeysTable({ origin }: { origin: string }) {
  const t = useTranslations("apiKeys");
  const applications = useApplicationChoices().data;
  const runtimeConfigurations = useRuntimeConfigurationChoices().data;
  const columns = useApiKeyColumns();
  const paging = useKeysetPaging();
  const [{ application, runtimeConfiguration }, setFilters] = useQueryStates({
    application: parseAsString,
    runtimeConfiguration: parseAsString,
    cursor: parseAsString,
  });
  const query = useApiKeys({
    applicationId: application,
    runtimeConfigurationId: runtimeConfiguration,
    cursor: paging.cursor,
  });
  return (
    <>
      <FilterBar>
        <PlaceFilter
          label={t("application")}
          allLabel={t("allApplications")}
          choices={applications}
          value={application}
          onValueChange={(value) => void setFilters({ application: value, cursor: null })}
        />
        <PlaceFilter
          label={t("runtimeConfiguration")}
          allLabel={t("allRuntimeConfigurations")}
          choices={runtimeConfigurations}
          value={runtimeConfiguration}
          onValueChange={(value) => void setFilters({ runtimeConfiguration: value, cursor: null })}
        />
      </FilterBar>
      <DataTable
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        isFiltered={application !== null || runtimeConfiguration !== null}
        onClearFilters={() =>
          void setFilters({ application: null, runtimeConfiguration: null, cursor: null })
        }
        empty={
          <EmptyState
            icon={<KeyRound />}
            title={t("emptyTitle")}
            steps={[t("emptyStep1"), t("emptyStep2"), t("emptyStep3")]}
            action={<CreateApiKeyDialog origin={origin} />}
          >
            {t("emptyDetail")}
          </EmptyState>
        }
      />
    </>
  );
}
