"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { dataColumns } from "#components/data-table/table-features.ts";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { type Member, memberPageSchema } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";

const column = dataColumns<Member>();

/** Settings → Members: who belongs to the workspace, and as what. */
export function MembersTable() {
  const t = useTranslations("workspaces.members");
  const paging = useKeysetPaging();
  const query = useQuery({
    queryKey: workspaceKeys.members(paging.cursor),
    queryFn: ({ signal }) =>
      apiFetch(
        `/api/workspace/members${paging.cursor ? `?cursor=${encodeURIComponent(paging.cursor)}` : ""}`,
        {
          schema: memberPageSchema,
          signal,
        },
      ),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="block wrap-anywhere">{original.name}</span>
              <span className="block text-sm font-normal wrap-anywhere text-ink-3">{original.email}</span>
            </span>
          ),
        }),
        column.display({
          id: "role",
          header: t("role"),
          cell: ({ row: { original } }) =>
            original.isPlatformAdmin
              ? t("platformAdmin", { role: t(`roles.${original.role}`) })
              : t(`roles.${original.role}`),
        }),
        column.display({
          id: "joined",
          header: t("joined"),
          cell: ({ row: { original } }) => <RelativeTime value={original.joinedAt} />,
        }),
      ]),
    [t],
  );
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      query={query}
      paging={paging}
      getRowId={({ id }) => id}
      empty={<EmptyState icon={<Users />} title={t("empty")} />}
    />
  );
}
