"use client";

import { Mail } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { dataColumns } from "#components/data-table/table-features.ts";
import { useKeysetPaging } from "#components/data-table/use-keyset-paging.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { StatusChip } from "#components/ui/status-chip.tsx";
import type { Invitation } from "#lib/invitations/contract.ts";
import { NewLinkDialog } from "./new-link-dialog.tsx";
import { useInvitations } from "./queries.ts";
import { RevokeInvitationDialog } from "./revoke-invitation-dialog.tsx";

const column = dataColumns<Invitation>();

/** The open invitations, below the members; nothing at all while there are none. */
export function InvitationsPanel() {
  const t = useTranslations("invitations");
  const paging = useKeysetPaging();
  const query = useInvitations(paging.cursor);
  const columns = useInvitationColumns();
  if (query.data?.items.length === 0 && !paging.cursor) return null;
  return (
    <section className="mt-8">
      <SectionHeader title={t("title")} description={t("description")} />
      <DataTable
        label={t("title")}
        columns={columns}
        query={query}
        paging={paging}
        getRowId={({ id }) => id}
        empty={<EmptyState icon={<Mail />} title={t("empty")} />}
      />
    </section>
  );
}

function useInvitationColumns() {
  const t = useTranslations("invitations");
  return useMemo(
    () =>
      column.columns([
        column.accessor("email", {
          header: t("email"),
          meta: { className: "max-sm:pr-20" },
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="block wrap-anywhere">{original.email}</span>
              <span className="block text-sm font-normal text-ink-3">
                {t("invitedBy", { name: original.invitedBy.name })}
              </span>
            </span>
          ),
        }),
        column.display({
          id: "role",
          header: t("role"),
          cell: ({ row: { original } }) => t(`roles.${original.role}`),
        }),
        column.display({
          id: "state",
          header: t("state.label"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <InvitationState invitation={original} />,
        }),
        column.accessor("expiresAt", {
          header: t("expires"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.expiresAt} />,
        }),
        column.display({
          id: "actions",
          cell: ({ row: { original } }) => (
            <span className="inline-flex gap-1">
              <NewLinkDialog invitation={original} />
              <RevokeInvitationDialog invitation={original} />
            </span>
          ),
        }),
      ]),
    [t],
  );
}

function InvitationState({ invitation: { state, mail } }: { invitation: Invitation }) {
  const t = useTranslations("invitations.state");
  if (state === "expired") return <StatusChip status="revoked" label={t("expired")} />;
  if (mail === "refused") return <StatusChip status="needs-attention" label={t("refused")} />;
  return mail === "waiting" ? (
    <StatusChip status="pending" label={t("waiting")} />
  ) : (
    <StatusChip status="active" label={t("open")} />
  );
}
