"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Member } from "#lib/workspaces/contract.ts";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";

const column = dataColumns<Member>();

/** The columns of the members; the acts only for those who may, and on whom they may. */
export function useMemberColumns(me: Pick<Member, "id" | "role">, canManage: boolean) {
  const t = useTranslations("workspaces.members");
  const { id: myId, role: myRole } = me;
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          meta: { className: canManage ? "max-sm:pr-20" : undefined },
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="wrap-anywhere">{original.name}</span>
                {original.id === myId ? <Badge>{t("you")}</Badge> : null}
              </span>
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
        ...(canManage ? [actionsFor({ id: myId, role: myRole })] : []),
      ]),
    [t, canManage, myId, myRole],
  );
}

// The server decides; what it would refuse is not offered.
function actionsFor(me: Pick<Member, "id" | "role">) {
  return column.display({
    id: "actions",
    cell: ({ row: { original } }) =>
      original.role === "owner" && me.role !== "owner" ? null : (
        <span className="inline-flex gap-1">
          <ChangeRoleDialog member={original} isOwner={me.role === "owner"} />
          {original.id === me.id ? null : <RemoveMemberDialog member={original} myId={me.id} />}
        </span>
      ),
  });
}
