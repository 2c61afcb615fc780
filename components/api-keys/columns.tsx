"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusChip } from "#components/ui/status-chip.tsx";
import type { ApiKey } from "#lib/api-keys/contract.ts";
import { RevokeApiKeyDialog } from "./revoke-api-key-dialog.tsx";

const column = dataColumns<ApiKey>();

/** The columns of the API keys. */
export function useApiKeyColumns() {
  const t = useTranslations("apiKeys");
  return useMemo(
    () =>
      column.columns([
        column.accessor("name", {
          header: t("name"),
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="block wrap-anywhere">{original.name}</span>
              <code className="block font-normal text-ink-3">
                {original.prefix}…{original.last4}
              </code>
            </span>
          ),
        }),
        column.display({
          id: "state",
          header: t("state.label"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => (
            <StatusChip
              status={original.state === "active" ? "active" : "revoked"}
              label={t(`state.${original.state}`)}
            />
          ),
        }),
        column.display({
          id: "place",
          header: t("application"),
          meta: { className: "sm:max-w-56" },
          cell: ({ row: { original } }) => (
            <span className="block">
              <span className="block wrap-anywhere">{original.application.name}</span>
              <span className="block text-sm wrap-anywhere text-ink-3">
                {original.runtimeConfiguration.name}
              </span>
            </span>
          ),
        }),
        column.display({
          id: "scopes",
          header: t("scopes"),
          meta: { isHiddenOnCards: true, className: "max-w-64" },
          cell: ({ row: { original } }) => (
            <span className="grid gap-0.5 text-sm">
              <code className="wrap-anywhere">{original.scopes.join(" ")}</code>
              <Limits apiKey={original} />
            </span>
          ),
        }),
        column.accessor("lastUsedAt", {
          header: t("lastUsed"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.lastUsedAt} />,
        }),
        column.accessor("expiresAt", {
          header: t("expires"),
          meta: { className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.expiresAt} fallback={t("never")} />,
        }),
        column.display({
          id: "actions",
          cell: ({ row: { original } }) =>
            original.state === "active" ? <RevokeApiKeyDialog apiKey={original} /> : null,
        }),
      ]),
    [t],
  );
}

function Limits({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys.limits");
  const { allowedConnectionIds, allowedMethods, allowedPathPrefixes } = apiKey;
  const count = allowedConnectionIds.length;
  const limits = [
    ...allowedMethods,
    ...allowedPathPrefixes,
    ...(count > 0 ? [t("connectionCount", { count })] : []),
  ];
  if (limits.length === 0) return null;
  return <span className="wrap-anywhere text-ink-3">{t("only", { what: limits.join(", ") })}</span>;
}
