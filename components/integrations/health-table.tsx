"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { integrationHealthPageSchema } from "#lib/gateway/contract.ts";
import { useHealthColumns } from "./health-columns.tsx";
import { integrationKeys } from "./keys.ts";

interface HealthTableProps {
  canVerify: boolean;
  emptyAction: ReactNode;
}

/** Settings → Integrations: how each stands and why, its last check, the calls of a day, and a check on demand. */
export function HealthTable({ canVerify, emptyAction }: HealthTableProps) {
  const t = useTranslations("integrations.health");
  const paging = useKeysetPaging();
  const columns = useHealthColumns(canVerify);
  const page = { cursor: paging.cursor };
  const query = useQuery({
    queryKey: integrationKeys.health(page),
    queryFn: ({ signal }) =>
      apiFetch(`/api/integration-health?${toSearch(page)}`, { schema: integrationHealthPageSchema, signal }),
    placeholderData: keepPreviousData,
  });
  const summary = query.data?.summary;
  return (
    <>
      {summary && summary.total > 0 ? (
        <p className="mb-3 flex flex-wrap items-baseline gap-x-3 font-medium text-ink">
          {t("summary", summary)}
          {query.data?.isOwnOnly ? (
            <span className="text-sm font-normal text-ink-3">{t("ownOnly")}</span>
          ) : null}
        </p>
      ) : null}
      <DataTable
        hasMarks
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        getRowHref={({ slug }) => `/oauth/${slug}` as Route}
        empty={
          <EmptyState title={t("emptyTitle")} icon={<Plug />} action={emptyAction}>
            {t("empty")}
          </EmptyState>
        }
      />
    </>
  );
}
