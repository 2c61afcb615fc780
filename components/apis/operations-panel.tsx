"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { TableFooter } from "#components/data-table/table-footer.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { Badge } from "#components/ui/badge.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { MethodChip } from "#components/ui/method-chip.tsx";
import { NoMatchState } from "#components/ui/no-match-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { Api, ApiOperation } from "#lib/apis/contract.ts";
import { useOperations } from "./queries.ts";

/** What can be called, those of one tag together, with search and page in the address. */
export function OperationsPanel({ api }: { api: Api }) {
  const t = useTranslations("apis.operations");
  const paging = useKeysetPaging();
  const [{ q }, setFilters] = useQueryStates({ q: parseAsString.withDefault(""), cursor: parseAsString });
  const query = useOperations(api.id, { q: q || null, after: paging.cursor });
  const clear = () => void setFilters({ q: null, cursor: null });
  if (api.operationCount === 0)
    return (
      <Panel title={t("title")}>
        <p className="text-ink-2">{api.document === null ? t("byHand") : t("none")}</p>
      </Panel>
    );
  return (
    <Panel title={t("title")} description={t("count", { count: api.operationCount })} isFlush>
      <div className="border-b px-5 py-3.5">
        <SearchFilter
          label={t("search")}
          value={q}
          onValueChange={(value) => void setFilters({ q: value || null, cursor: null })}
        />
      </div>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? (
        <Loading>
          <div className="grid gap-3 px-5 py-4">
            <Skeleton className="w-72" />
            <Skeleton className="w-56" />
            <Skeleton className="w-64" />
          </div>
        </Loading>
      ) : null}
      {query.data?.items.length === 0 ? <NoMatchState onClear={clear} /> : null}
      {query.data && query.data.items.length > 0 ? (
        <>
          <OperationList operations={query.data.items} />
          <TableFooter
            count={query.data.items.length}
            total={query.data.total}
            paging={paging}
            nextCursor={query.data.nextAfter === null ? null : String(query.data.nextAfter)}
          />
        </>
      ) : null}
    </Panel>
  );
}

function OperationList({ operations }: { operations: readonly ApiOperation[] }) {
  const t = useTranslations("apis.operations");
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return (
    <div className="grid pb-2">
      {tags.map((tag) => (
        <Fragment key={tag ?? ""}>
          <h3 className="px-5 pt-4 pb-1.5 text-sm font-medium text-ink-3">{tag ?? t("untagged")}</h3>
          <ul>
            {operations
              .filter((operation) => operation.tag === tag)
              .map(({ key, method, path, summary, isDeprecated }) => (
                <li key={key} className="flex min-w-0 items-baseline gap-3 px-5 py-2">
                  <MethodChip method={method} />
                  <span className="min-w-0 flex-1">
                    <code className="text-sm wrap-anywhere text-ink">{path}</code>
                    {summary ? <span className="block text-sm text-ink-2">{summary}</span> : null}
                  </span>
                  {isDeprecated ? <Badge tone="warn">{t("deprecated")}</Badge> : null}
                </li>
              ))}
          </ul>
        </Fragment>
      ))}
    </div>
  );
}
