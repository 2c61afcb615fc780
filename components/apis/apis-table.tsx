"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Braces } from "lucide-react";
import type { Route } from "next";
import { parseAsString, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { FilterBar } from "#components/data-table/filter-bar.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { apiPageSchema } from "#lib/apis/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { useApiColumns } from "./columns.tsx";
import { apiKeys } from "./keys.ts";

/** `/apis`: the workspace's custom APIs, with search and page in the address. */
export function ApisTable({ canCreate }: { canCreate: boolean }) {
  const t = useTranslations("apis.list");
  const columns = useApiColumns();
  const paging = useKeysetPaging();
  const [{ q }, setFilters] = useQueryStates({ q: parseAsString.withDefault(""), cursor: parseAsString });
  const filter = { q, cursor: paging.cursor };
  const query = useQuery({
    queryKey: apiKeys.list(filter),
    queryFn: ({ signal }) => apiFetch(`/api/apis?${toSearch(filter)}`, { schema: apiPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <FilterBar>
        <SearchFilter
          label={t("search")}
          value={q}
          onValueChange={(value) => void setFilters({ q: value || null, cursor: null })}
        />
      </FilterBar>
      <DataTable
        label={t("label")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        getRowHref={({ slug }) => `/apis/${slug}` as Route}
        isFiltered={q !== ""}
        onClearFilters={() => void setFilters({ q: null, cursor: null })}
        empty={<NothingYet canCreate={canCreate} />}
      />
    </>
  );
}

function NothingYet({ canCreate }: { canCreate: boolean }) {
  const t = useTranslations("apis.list");
  return (
    <EmptyState
      icon={<Braces />}
      title={t("emptyTitle")}
      steps={[t("emptyStep1"), t("emptyStep2"), t("emptyStep3")]}
      action={
        canCreate ? (
          <LinkButton href="/apis/create" variant="primary">
            {t("add")}
          </LinkButton>
        ) : (
          <p className="text-ink-3">{t("emptyAskAdmin")}</p>
        )
      }
    >
      {t("emptyDetail")}
    </EmptyState>
  );
}
