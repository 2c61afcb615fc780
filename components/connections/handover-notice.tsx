"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useAccountName } from "./account-name.tsx";
import { useConfirmConnection } from "./queries.ts";

interface HandoverNoticeProps {
  connection: Connection;
  /** Signs in anew in place. */
  reconnect: ReactNode;
}

/** That somebody who left has left the connection to its owner, and what the owner is to do; nothing where there is none. */
export function HandoverNotice({ connection, reconnect }: HandoverNoticeProps) {
  const t = useTranslations("connections.handover");
  const account = useAccountName()(connection);
  const confirm = useConfirmConnection(connection.id);
  const { handover, owner, authorizedBy, shareLevel } = connection;
  if (!handover) return null;
  const { needs, by, isYours } = handover;
  const names = { by: by.name, owner: owner.name, account, authorizedBy: authorizedBy.name };
  if (!isYours) return <Notice title={t(`${needs}.ofOthers`, names)} />;
  return (
    <div className="grid gap-3">
      <Notice
        tone="warn"
        title={t(`${needs}.title`, names)}
        action={
          needs === "consent" ? (
            reconnect
          ) : (
            <Button
              size="sm"
              variant="primary"
              isPending={confirm.isPending}
              onClick={() => confirm.mutate(undefined, { onSuccess: () => toast(t("confirmed")) })}
            >
              {t("confirm.act")}
            </Button>
          )
        }
      >
        <p>{t(`${needs}.detail`, names)}</p>
        {needs === "consent" && shareLevel !== null ? <p>{t("consent.shared")}</p> : null}
      </Notice>
      {confirm.isError ? <ErrorNotice error={confirm.error} /> : null}
    </div>
  );
}
