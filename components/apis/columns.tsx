"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ApiLine } from "#lib/apis/contract.ts";
import { ApiStatus } from "./api-status.tsx";
import { FormatName } from "./format-name.tsx";

const column = dataColumns<ApiLine>();

/** The columns of the list of APIs. */
export function useApiColumns() {
  const t = useTranslations("apis.list");
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          cell: ({ row: { original } }) => (
            <span className="min-w-0">
              <span className="block wrap-anywhere">{original.name}</span>
              {original.description ? (
                <span className="line-clamp-1 text-sm font-normal text-ink-3">{original.description}</span>
              ) : null}
            </span>
          ),
        }),
        column.display({
          id: "status",
          header: t("integration"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <ApiStatus integration={original.integration} />,
        }),
        column.accessor("documentFormat", {
          header: t("document"),
          cell: ({ getValue }) => <FormatName format={getValue<ApiLine["documentFormat"]>()} />,
        }),
        column.accessor("operationCount", { header: t("operations"), meta: { align: "end" } }),
        column.accessor("createdAt", {
          header: t("created"),
          meta: { isHiddenOnCards: true },
          cell: ({ getValue }) => <RelativeTime value={getValue<string>()} />,
        }),
      ]),
    [t],
  );
}
