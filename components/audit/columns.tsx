"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AuditEvent } from "#lib/audit/contract.ts";
import { useActionLabel } from "./action-label.ts";
import { AuditCallLine } from "./audit-call.tsx";
import { AuditEventDialog } from "./audit-event-dialog.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

const column = dataColumns<AuditEvent>();

/** The columns of the audit log. */
export function useAuditColumns() {
  const t = useTranslations("audit");
  const labelOf = useActionLabel();
  return useMemo(
    () =>
      column.columns([
        column.accessor("action", {
          header: t("act"),
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="block">{labelOf(original.action)}</span>
              <span className="block text-sm font-normal wrap-anywhere text-ink-3">
                {original.target.label ?? original.target.id ?? ""}
              </span>
              {original.action === "connection.use" ? <AuditCallLine event={original} /> : null}
            </span>
          ),
        }),
        column.display({
          id: "actor",
          header: t("actor"),
          cell: ({ row: { original } }) =>
            original.actor.kind === "anonymous" ? t("actorKind.anonymous") : original.actor.label,
        }),
        column.accessor("outcome", {
          header: t("outcome.label"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <OutcomeBadge outcome={original.outcome} />,
        }),
        column.accessor("createdAt", {
          header: t("time"),
          meta: { isUnlabelled: true, className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.createdAt} />,
        }),
        column.display({
          id: "actions",
          cell: ({ row: { original } }) => <AuditEventDialog event={original} />,
        }),
      ]),
    [t, labelOf],
  );
}
