"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Member } from "#lib/workspaces/contract.ts";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { MemberSignInDialogs } from "./member-sign-in-dialogs.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";

const column = dataColumns<Member>();

/** Who looks at the members. */
export type Viewer = Pick<Member, "id" | "role" | "isPlatformAdmin">;

/** The columns of the members; the acts only for those who may, and on whom they may. */
export function useMemberColumns(me: Viewer, canManage: boolean) {
  const t = useTranslations("workspaces.members");
  const { id: myId, role: myRole, isPlatformAdmin } = me;
  const hasActs = canManage || isPlatformAdmin;
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          meta: { className: isPlatformAdmin ? "max-sm:pr-36" : hasActs ? "max-sm:pr-20" : undefined },
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
        ...(myRole === "owner" || isPlatformAdmin
          ? [secondFactor(t("secondFactor"), t("on"), t("off"))]
          : []),
        ...(hasActs ? [actionsFor({ id: myId, role: myRole, isPlatformAdmin }, canManage)] : []),
      ]),
    [t, canManage, hasActs, myId, myRole, isPlatformAdmin],
  );
}

function secondFactor(header: string, on: string, off: string) {
  return column.display({
    id: "secondFactor",
    header,
    cell: ({ row: { original } }) =>
      original.hasSecondFactor ? <Badge tone="ok">{on}</Badge> : <span className="text-ink-3">{off}</span>,
  });
}

// The server decides; what it would refuse is not offered.
function actionsFor(me: Viewer, canManage: boolean) {
  return column.display({
    id: "actions",
    cell: ({ row: { original } }) => {
      const isMe = original.id === me.id;
      const mayManage = canManage && (original.role !== "owner" || me.role === "owner");
      return (
        <span className="inline-flex gap-1">
          {me.isPlatformAdmin && !isMe ? <MemberSignInDialogs member={original} /> : null}
          {mayManage ? <ChangeRoleDialog member={original} isOwner={me.role === "owner"} /> : null}
          {mayManage && !isMe ? <RemoveMemberDialog member={original} myId={me.id} /> : null}
        </span>
      );
    },
  });
}
