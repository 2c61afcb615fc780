"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { useIntegrationChoices } from "./queries.ts";
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
      {hasIntegration ? null : <IntegrationFilter filter={filter} />}
    </FilterBar>
  );
}

// One that is gone, or not among the first hundred, is still there by its id.
function IntegrationFilter({ filter: { values, set } }: { filter: ConnectionFilter }) {
  const t = useTranslations("connections");
  const [search, setSearch] = useState("");
  const choices = useIntegrationChoices(search);
  const value = values.integration;
  const isKnown = value === null || choices.some((choice) => choice.value === value);
  return (
    <Combobox
      aria-label={t("integration")}
      className="w-full sm:w-52"
      options={[
        { value: ANY, label: t("everyIntegration") },
        ...(isKnown ? [] : [{ value, label: value }]),
        ...choices,
      ]}
      value={value ?? ANY}
      onSearch={setSearch}
      onValueChange={(next) => set({ integration: next === ANY ? null : next })}
    />
  );
}
