"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import type { ConnectionCallers } from "#lib/gateway/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { useConnectionCallers, useShareConnection } from "./queries.ts";

const SHOWN = 5;

/** Makes a shared connection personal again, after showing whose calls will fail. */
export function StopSharingDialog({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.sharing");
  const router = useRouter();
  const name = useConnectionName()(connection);
  const [isOpen, setIsOpen] = useState(false);
  const callers = useConnectionCallers(connection.id, isOpen);
  const share = useShareConnection(connection.id);
  const others = callers.data && othersOf(callers.data);

  async function confirm() {
    const { canUse, canDisconnect } = await share.mutateAsync({ shareLevel: null });
    toast(t("stopped", { name }));
    // Who looked after somebody else's connection does not see it any more.
    if (!canUse && !canDisconnect) router.push("/connections");
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="sm" variant="danger-quiet">
          {t("stop")}
        </Button>
      }
      title={t("stopTitle", { name })}
      description={t("stopDetail", { owner: connection.owner.name })}
      blastRadius={
        callers.isError ? (
          <ErrorNotice error={callers.error} onRetry={() => void callers.refetch()} />
        ) : (
          <Others others={others} />
        )
      }
      confirmText={others && others.callers.length + others.keys.length > 0 ? name : undefined}
      actionLabel={t("stop")}
      isReady={others !== undefined}
      onConfirm={confirm}
    />
  );
}

type Users = Pick<ConnectionCallers, "callers" | "keys">;

function othersOf({ callers, keys }: ConnectionCallers): Users {
  return {
    callers: callers.filter(({ isOwners, isLive }) => !isOwners && isLive),
    keys: keys.filter(({ isOwners }) => !isOwners),
  };
}

function Others({ others }: { others: Users | undefined }) {
  const t = useTranslations("connections.sharing");
  if (!others) {
    return (
      <Loading>
        <Skeleton className="w-56" />
      </Loading>
    );
  }
  const { callers, keys } = others;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("users", { count: callers.length })}</p>
      {callers.length > 0 ? (
        <ul className="grid list-disc gap-0.5 pl-4">
          {callers.slice(0, SHOWN).map(({ id, name, member, kind, count }) => (
            <li key={id} className="wrap-anywhere">
              {t(`user.${kind}`, { name: name ?? id, member: member?.name ?? "", count })}
            </li>
          ))}
          {callers.length > SHOWN ? <li>{t("more", { count: callers.length - SHOWN })}</li> : null}
        </ul>
      ) : null}
      {keys.length > 0 ? (
        <p>{t("keys", { count: keys.length, names: keys.map(({ name }) => name).join(", ") })}</p>
      ) : null}
    </div>
  );
}
