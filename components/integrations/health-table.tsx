"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";
import { type IntegrationHealthPage, integrationHealthPageSchema } from "#lib/gateway/contract.ts";
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
  return (
    <>
      {query.data ? <Summary summary={query.data.summary} isOwnOnly={query.data.isOwnOnly} /> : null}
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

function Summary({ summary, isOwnOnly }: Pick<IntegrationHealthPage, "summary" | "isOwnOnly">) {
  const t = useTranslations("integrations.health");
  const { healthy, total, failing } = summary;
  if (total === 0) return null;
  const more = total - healthy - failing.length;
  return (
    <div className="mb-3 flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <p className="font-medium text-ink">{t("summary", { healthy, total })}</p>
      {failing.length > 0 ? (
        <p className="flex flex-wrap gap-x-2 text-ink-2">
          {t("failing")}
          {failing.map(({ id, slug, name }) => (
            <Link key={id} href={`/oauth/${slug}` as Route} className="link wrap-anywhere">
              {name}
            </Link>
          ))}
          {more > 0 ? t("more", { count: more }) : null}
        </p>
      ) : null}
      {isOwnOnly ? <p className="text-sm text-ink-3">{t("ownOnly")}</p> : null}
    </div>
  );
}
