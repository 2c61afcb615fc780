"use client";

import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useAccountName } from "./account-name.tsx";
import { ShareDialog } from "./share-dialog.tsx";
import { StopSharingDialog } from "./stop-sharing-dialog.tsx";

/** Who may use the connection and as whom; for those who may change that, how. */
export function SharingPanel({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.sharing");
  const { shareLevel, owner, authorizedBy, canManage, canShare, handover } = connection;
  const isOwners = owner.id === authorizedBy.id;
  const isWaiting = handover?.needs === "consent";
  const account = useAccountName()(connection);
  return (
    <Panel
      title={t("title")}
      description={shareLevel === null ? null : t("shared", { level: t(`levels.${shareLevel}.name`) })}
      action={
        <span className="flex flex-wrap gap-2">
          {canShare || (canManage && shareLevel !== null && shareLevel !== "read") ? (
            <ShareDialog connection={connection} account={account} />
          ) : null}
          {canManage && isOwners && shareLevel !== null ? (
            <StopSharingDialog connection={connection} />
          ) : null}
        </span>
      }
    >
      {shareLevel === null ? (
        <p className="text-ink-2">{t("personal", { owner: owner.name })}</p>
      ) : (
        <div className="grid gap-1 text-ink-2">
          {isWaiting ? null : <p className="font-medium text-ink">{t("actAs", { account })}</p>}
          <p>{t(`levels.${shareLevel}.detail`)}</p>
          {isOwners || isWaiting ? null : (
            <p>{t("signedInBy", { name: authorizedBy.name, owner: owner.name })}</p>
          )}
          {canManage ? null : <p>{t("ask", { owner: owner.name })}</p>}
        </div>
      )}
    </Panel>
  );
}
