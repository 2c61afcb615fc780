"use client";

import { Inbox } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { Badge } from "#components/ui/badge.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { isUnderDefault, UnderNames } from "./under-names.tsx";
import { chosenOfSeveral } from "./use-tenant-word.ts";

const column = dataColumns<Connection>();

/** The columns of a list of connections; `isOfOneIntegration` leaves out what would be the same in each row. */
export function useConnectionColumns(isOfOneIntegration: boolean) {
  const t = useTranslations("connections");
  const nameOf = useConnectionName();
  return useMemo(
    () =>
      column.columns([
        column.display({
          id: "account",
          header: t("account"),
          cell: ({ row: { original } }) => (
            <span className="flex min-w-0 items-center gap-3">
              {isOfOneIntegration ? null : (
                <ProviderMark
                  provider={original.integration.provider}
                  name={original.integration.displayName}
                />
              )}
              <span className="min-w-0">
                <span className="block wrap-anywhere">{nameOf(original)}</span>
                <span className="block text-sm font-normal wrap-anywhere text-ink-3">
                  {[
                    chosenOfSeveral(original),
                    isOfOneIntegration
                      ? t("connectedBy", { name: original.owner.name })
                      : original.integration.name,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                {original.handover?.isYours ? (
                  <Badge tone="warn" icon={<Inbox aria-hidden />} className="mt-1 whitespace-normal">
                    {t(`handover.${original.handover.needs}.badge`, { by: original.handover.by.name })}
                  </Badge>
                ) : null}
                {isUnderDefault(original) ? null : (
                  <Badge className="mt-1">
                    <UnderNames connection={original} />
                  </Badge>
                )}
              </span>
            </span>
          ),
        }),
        column.display({
          id: "access",
          header: t("access"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <Access connection={original} />,
        }),
        column.display({
          id: "status",
          header: t("status"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <ConnectionStatus connection={original} />,
        }),
        column.accessor("lastUsedAt", {
          header: t("lastUsed"),
          meta: { isHiddenOnCards: true, className: "whitespace-nowrap" },
          cell: ({ row: { original } }) => <RelativeTime value={original.lastUsedAt} />,
        }),
      ]),
    [t, nameOf, isOfOneIntegration],
  );
}

function Access({ connection: { shareLevel, owner, canShare } }: { connection: Connection }) {
  const t = useTranslations("connections");
  if (shareLevel === null) return t("personal");
  return (
    <span>
      {t("sharedAs", { level: t(`sharing.levels.${shareLevel}.name`) })}
      {canShare ? null : (
        <span className="block text-sm wrap-anywhere text-ink-3">{t("sharedBy", { name: owner.name })}</span>
      )}
    </span>
  );
}
