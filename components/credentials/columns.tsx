"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { OAuthCredential } from "#lib/credentials/contract.ts";
import { DeleteCredentialDialog } from "./delete-credential-dialog.tsx";
import { EditCredentialDialog } from "./edit-credential-dialog.tsx";

const column = dataColumns<OAuthCredential>();

/** The columns of the deployment's OAuth credentials. */
export function useCredentialColumns() {
  const t = useTranslations("credentials");
  return useMemo(
    () =>
      column.columns([
        column.accessor("domain", {
          header: t("domain"),
          cell: ({ row: { original } }) => (
            <span className="flex items-center gap-3">
              <ProviderMark provider={original.domain} name={original.displayName} size="sm" />
              <span className="wrap-anywhere">{original.domain}</span>
            </span>
          ),
        }),
        column.display({
          id: "client",
          header: t("clientId"),
          cell: ({ row: { original } }) => (
            <span className="block">
              <code className="block text-sm wrap-anywhere">{original.clientId}</code>
              <code className="block text-sm text-ink-3">•••• {original.clientSecret.last4}</code>
            </span>
          ),
        }),
        column.display({
          id: "scopes",
          header: t("scopes"),
          meta: { isHiddenOnCards: true, className: "max-w-64" },
          cell: ({ row: { original } }) => (
            <code className="text-sm wrap-anywhere">{original.scopes.join(" ")}</code>
          ),
        }),
        column.display({
          id: "use",
          header: t("usedBy"),
          cell: ({ row: { original } }) =>
            original.integrationCount === 0 ? (
              <span className="text-ink-3">{t("unused")}</span>
            ) : (
              t("use", { integrations: original.integrationCount })
            ),
        }),
        column.accessor("updatedAt", {
          header: t("updated"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.updatedAt} />,
        }),
        column.display({
          id: "actions",
          cell: ({ row: { original } }) => (
            <span className="inline-flex gap-1">
              <EditCredentialDialog credential={original} />
              <DeleteCredentialDialog credential={original} />
            </span>
          ),
        }),
      ]),
    [t],
  );
}
