"use client";

import type { Route } from "next";
import Link from "next/link";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Application } from "#lib/applications/contract.ts";
import { DefaultApplicationDialog } from "./default-application-dialog.tsx";
import { DeleteApplicationDialog } from "./delete-application-dialog.tsx";
import { EditApplicationDialog } from "./edit-application-dialog.tsx";

const column = dataColumns<Application>();

/** The columns of the applications; the acts only for those who may. */
export function useApplicationColumns(canManage: boolean) {
  const t = useTranslations("applications");
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          meta: { className: canManage ? "max-sm:pr-28" : "max-sm:pr-0" },
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="wrap-anywhere">{original.name}</span>
                {original.isDefault ? <Badge tone="accent">{t("isDefault")}</Badge> : null}
              </span>
              <code className="block text-sm font-normal wrap-anywhere text-ink-3">{original.slug}</code>
            </span>
          ),
        }),
        column.display({
          id: "keys",
          header: t("keys"),
          meta: { align: "end" },
          cell: ({ row: { original } }) => <KeyCount of={original} isLinked={canManage} />,
        }),
        column.display({
          id: "connections",
          header: t("connections"),
          meta: { align: "end" },
          cell: ({ row: { original } }) => <Count value={original.use.connections} />,
        }),
        column.display({
          id: "overrides",
          header: t("overrides"),
          meta: { align: "end" },
          cell: ({ row: { original } }) => <Count value={original.use.overrides} />,
        }),
        column.accessor("createdAt", {
          header: t("created"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.createdAt} />,
        }),
        ...(canManage ? [actions] : []),
      ]),
    [t, canManage],
  );
}

const actions = column.display({
  id: "actions",
  cell: ({ row: { original } }) => (
    <span className="inline-flex gap-1">
      {original.isDefault ? null : <DefaultApplicationDialog application={original} />}
      <EditApplicationDialog application={original} />
      {original.isDefault ? null : <DeleteApplicationDialog application={original} />}
    </span>
  ),
});

function Count({ value }: { value: number }) {
  return <span className={value === 0 ? "text-ink-3 tabular-nums" : "tabular-nums"}>{value}</span>;
}

/** How many keys, and the way to them. */
function KeyCount({ of: { id, name, use }, isLinked }: { of: Application; isLinked: boolean }) {
  const t = useTranslations("applications");
  if (use.keys === 0 || !isLinked) return <Count value={use.keys} />;
  return (
    <Link
      href={`/settings/api-keys?application=${encodeURIComponent(id)}` as Route}
      className="link tabular-nums"
      aria-label={t("keysOf", { count: use.keys, name })}
    >
      {use.keys}
    </Link>
  );
}
