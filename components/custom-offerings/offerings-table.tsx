"use client";

import { Boxes } from "lucide-react";
import type { Route } from "next";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Select } from "#components/ui/select.tsx";
import { offeringSources } from "#lib/custom-offerings/contract.ts";
import { useOfferingColumns } from "./columns.tsx";
import { useOfferingList } from "./queries.ts";

const sources = ["all", ...offeringSources] as const;
const states = ["all", "draft", "published", "unpublished", "changed", "unconfirmed"] as const;

/** `/admin/offerings`: what Mooring brings and what this deployment adds, with the filters in the address. */
export function OfferingsTable() {
  const t = useTranslations("customOfferings.list");
  const paging = useKeysetPaging();
  const [{ q, source, state, category }, setFilters] = useQueryStates({
    q: parseAsString.withDefault(""),
    source: parseAsStringLiteral(sources).withDefault("all"),
    state: parseAsStringLiteral(states).withDefault("all"),
    category: parseAsString.withDefault("all"),
    cursor: parseAsString,
  });
  const query = useOfferingList({
    q,
    source: source === "all" ? null : source,
    state: state === "all" || state === "unconfirmed" ? null : state,
    confidence: state === "unconfirmed" ? "low" : null,
    category: category === "all" ? null : category,
    cursor: paging.cursor,
  });
  const categories = query.data?.categories ?? (category === "all" ? [] : [category]);
  return (
    <>
      <FilterBar>
        <SearchFilter
          label={t("search")}
          value={q}
          onValueChange={(value) => void setFilters({ q: value || null, cursor: null })}
        />
        <SegmentFilter
          label={t("source")}
          value={source}
          onValueChange={(value) => void setFilters({ source: value, cursor: null })}
          options={sources.map((value) => ({ value, label: t(`sources.${value}`) }))}
        />
        <Select
          aria-label={t("state")}
          className="w-auto min-w-40"
          value={state}
          onValueChange={(value) => void setFilters({ state: value, cursor: null })}
          options={states.map((value) => ({ value, label: t(`states.${value}`) }))}
        />
        <Select
          aria-label={t("category")}
          className="w-auto min-w-40"
          value={category}
          onValueChange={(value) => void setFilters({ category: value, cursor: null })}
          options={[
            { value: "all", label: t("anyCategory") },
            ...categories.map((value) => ({ value, label: value })),
          ]}
        />
      </FilterBar>
      <DataTable
        hasMarks
        label={t("label")}
        columns={useOfferingColumns()}
        query={query}
        paging={paging}
        total={query.data?.total}
        getRowId={({ id }) => id}
        getRowHref={({ id }) => `/admin/offerings/${id}` as Route}
        isFiltered={q !== "" || source !== "all" || state !== "all" || category !== "all"}
        onClearFilters={() =>
          void setFilters({ q: null, source: null, state: null, category: null, cursor: null })
        }
        empty={
          <EmptyState icon={<Boxes />} title={t("emptyTitle")}>
            {t("emptyDetail")}
          </EmptyState>
        }
      />
    </>
  );
}
