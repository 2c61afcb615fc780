"use client";

import { useTranslations } from "use-intl";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { IntegrationFilter } from "./integration-filter.tsx";
import type { ConnectionFilter } from "./use-connection-filter.ts";

const offeredHealths = ["active", "expiring_soon", "retrying", "needs_reconnect"] as const;
const ANY = "any" as const;

interface ConnectionFiltersProps {
  filter: ConnectionFilter;
  /** The page is about one integration already. */
  hasIntegration: boolean;
}

/** Whose, how they stand, of which integration, and a search. */
export function ConnectionFilters({ filter, hasIntegration }: ConnectionFiltersProps) {
  const t = useTranslations("connections");
  const { values, scopes, set } = filter;
  return (
    <FilterBar>
      <SearchFilter label={t("search")} value={values.q} onValueChange={(q) => set({ q })} />
      <SegmentFilter
        label={t("whose")}
        value={values.scope}
        onValueChange={(scope) => set({ scope })}
        options={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
      />
      <SegmentFilter
        label={t("status")}
        value={values.health ?? ANY}
        onValueChange={(value) => set({ health: value === ANY ? null : value })}
        options={[
          { value: ANY, label: t("anyStatus") },
          ...offeredHealths.map((value) => ({ value, label: t(`only.${value}`) })),
        ]}
      />
      {hasIntegration ? null : (
        <IntegrationFilter value={values.integration} onValueChange={(integration) => set({ integration })} />
      )}
    </FilterBar>
  );
}
