"use client";

import type { Route } from "next";
import Link from "next/link";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { RuntimeConfiguration } from "#lib/runtime-configurations/contract.ts";
import { DefaultRuntimeConfigurationDialog } from "./default-runtime-configuration-dialog.tsx";
import { DeleteRuntimeConfigurationDialog } from "./delete-runtime-configuration-dialog.tsx";
import { EditRuntimeConfigurationDialog } from "./edit-runtime-configuration-dialog.tsx";

const column = dataColumns<RuntimeConfiguration>();

/** The columns of the runtime configurations; the acts only for those who may. */
export function useRuntimeConfigurationColumns(canManage: boolean) {
  const t = useTranslations("runtimeConfigurations");
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
      {original.isDefault ? null : <DefaultRuntimeConfigurationDialog runtimeConfiguration={original} />}
      <EditRuntimeConfigurationDialog runtimeConfiguration={original} />
      {original.isDefault ? null : <DeleteRuntimeConfigurationDialog runtimeConfiguration={original} />}
    </span>
  ),
});

function Count({ value }: { value: number }) {
  return <span className={value === 0 ? "text-ink-3 tabular-nums" : "tabular-nums"}>{value}</span>;
}

/** How many keys, and the way to them. */
function KeyCount({ of: { id, name, use }, isLinked }: { of: RuntimeConfiguration; isLinked: boolean }) {
  const t = useTranslations("runtimeConfigurations");
  if (use.keys === 0 || !isLinked) return <Count value={use.keys} />;
  return (
    <Link
      href={`/settings/api-keys?runtimeConfiguration=${encodeURIComponent(id)}` as Route}
      className="link tabular-nums"
      aria-label={t("keysOf", { count: use.keys, name })}
    >
      {use.keys}
    </Link>
  );
}
