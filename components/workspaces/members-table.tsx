"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { memberPageSchema } from "#lib/workspaces/contract.ts";
import { workspaceKeys } from "./keys.ts";
import { useMemberColumns, type Viewer } from "./member-columns.tsx";

interface MembersTableProps {
  me: Viewer;
  /** May change roles and remove members. */
  canManage: boolean;
}

/** Settings → Members: who belongs to the workspace, and as what. */
export function MembersTable({ me, canManage }: MembersTableProps) {
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
  const columns = useMemberColumns(me, canManage);
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
