"use client";

import { RotateCw } from "lucide-react";
import type { Route } from "next";
import { type ReactNode, useMemo } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { dataColumns } from "#components/data-table/table-features.ts";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { useConnections, useTestConnection } from "./queries.ts";

const column = dataColumns<Connection>();

/** Settings → Integrations: how every connection stands, why, and a check on demand. */
export function HealthTable({ canSeeAll, emptyAction }: { canSeeAll: boolean; emptyAction: ReactNode }) {
  const t = useTranslations("connections");
  const nameOf = useConnectionName();
  const paging = useKeysetPaging();
  const query = useConnections({ scope: canSeeAll ? "all" : "mine", limit: "100", cursor: paging.cursor });
  const columns = useMemo(
    () =>
      column.columns([
        column.display({
          id: "account",
          header: t("account"),
          cell: ({ row: { original } }) => (
            <span className="flex min-w-0 items-center gap-3">
              <ProviderMark
                provider={original.integration.provider}
                name={original.integration.displayName}
              />
              <span className="min-w-0">
                <span className="block wrap-anywhere">{nameOf(original)}</span>
                <span className="block text-sm font-normal text-ink-3">{original.integration.name}</span>
              </span>
            </span>
          ),
        }),
        column.display({
          id: "status",
          header: t("status"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <ConnectionStatus connection={original} />,
        }),
        column.display({
          id: "cause",
          header: t("health.cause"),
          cell: ({ row: { original } }) =>
            original.health === "active" ? t("health.none") : original.statusExplanation.cause,
        }),
        column.display({
          id: "since",
          header: t("health.since"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.statusChangedAt} />,
        }),
        column.display({
          id: "actions",
          cell: ({ row: { original } }) =>
            original.canManage ? <CheckNow connection={original} name={nameOf(original)} /> : null,
        }),
      ]),
    [t, nameOf],
  );
  return (
    <>
      <HealthSummary connections={query.data?.items} hasMore={query.data?.nextCursor !== null} />
      <DataTable
        hasMarks
        label={t("health.title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        getRowHref={({ id }) => `/connections/${id}` as Route}
        empty={
          <EmptyState title={t("emptyTitle")} icon={<RotateCw />} action={emptyAction}>
            {t("health.empty")}
          </EmptyState>
        }
      />
    </>
  );
}

function HealthSummary({
  connections,
  hasMore,
}: {
  connections: readonly Connection[] | undefined;
  hasMore: boolean;
}) {
  const t = useTranslations("connections.health");
  if (!connections || connections.length === 0) return null;
  const healthy = connections.filter(
    ({ health }) => health === "active" || health === "expiring_soon",
  ).length;
  const total = connections.length;
  return (
    <p className="mb-3 font-medium text-ink">
      {hasMore ? t("summaryOfPage", { healthy, total }) : t("summary", { healthy, total })}
    </p>
  );
}

function CheckNow({ connection, name }: { connection: Connection; name: string }) {
  const t = useTranslations("connections.health");
  const test = useTestConnection(connection.id);
  return (
    <>
      <span role="status" className="sr-only">
        {test.data ? t(test.data.isWorking ? "works" : "fails") : ""}
      </span>
      <IconButton
        label={t("checkNow", { name })}
        icon={<RotateCw aria-hidden className={test.isPending ? "animate-spin" : undefined} />}
        size="sm"
        onClick={() => test.mutate()}
      />
    </>
  );
}
