"use client";

import { Unplug } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { dataColumns } from "#components/data-table/table-features.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MarkedName } from "#components/ui/marked-name.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { ReconnectButton } from "./reconnect-button.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { isAlive, isRenewed, needsReconnect } from "./standing-rules.ts";

const column = dataColumns<Connection>();

/** How each connection stands, why, and what can be done about it; `onDisconnected` reloads the list. */
export function useStandingColumns(onDisconnected: () => void) {
  const t = useTranslations("connections");
  const nameOf = useConnectionName();
  return useMemo(
    () =>
      column.columns([
        column.display({
          id: "account",
          header: t("account"),
          cell: ({ row: { original } }) => (
            <MarkedName mark={original.integration} name={nameOf(original)}>
              {original.integration.name}
            </MarkedName>
          ),
        }),
        column.display({
          id: "status",
          header: t("status"),
          meta: { isUnlabelled: true },
          cell: ({ row: { original } }) => <ConnectionStatus connection={original} isExplained />,
        }),
        column.display({
          id: "cause",
          header: t("standing.cause"),
          cell: ({ row: { original } }) => <Cause connection={original} />,
        }),
        column.display({
          id: "actions",
          // Three of them leave a name no room beside them on a card.
          meta: { className: "max-sm:static max-sm:mt-1.5" },
          cell: ({ row: { original } }) => (
            <Acts connection={original} name={nameOf(original)} onDisconnected={onDisconnected} />
          ),
        }),
      ]),
    [t, nameOf, onDisconnected],
  );
}

function Cause({ connection }: { connection: Connection }) {
  const t = useTranslations("connections");
  const { health, statusExplanation: explanation, forecast } = connection;
  if (health === "active") return <span className="text-ink-3">{t("standing.none")}</span>;
  const end = health === "expiring_soon" ? forecast?.livesUntil : null;
  return (
    <span className="block max-w-sm text-left">
      {explanation.cause}
      <span className="block text-sm text-ink-3">
        {end ? (
          <>
            {t("endsOn")} <RelativeTime value={end} />.{" "}
          </>
        ) : null}
        {t(`fixer.${explanation.whoCanFix}`)} {t(`next.${explanation.nextStep}`)}
      </span>
    </span>
  );
}

interface ActsProps {
  connection: Connection;
  name: string;
  onDisconnected: () => void;
}

function Acts({ connection, name, onDisconnected }: ActsProps) {
  const t = useTranslations("connections");
  const { canManage, canDisconnect } = connection;
  return (
    <span className="flex flex-wrap items-center justify-end gap-1 max-sm:justify-start">
      {canManage ? (
        <ReconnectButton
          connection={connection}
          of={name}
          size="sm"
          variant={needsReconnect(connection) ? "secondary" : "quiet"}
        />
      ) : null}
      {canManage && isAlive(connection) && isRenewed(connection) ? (
        <RefreshButton connection={connection} name={name} />
      ) : null}
      {canDisconnect ? (
        <DisconnectDialog
          connection={connection}
          onDone={onDisconnected}
          trigger={
            <IconButton label={t("standing.disconnect", { name })} icon={<Unplug aria-hidden />} size="sm" />
          }
        />
      ) : null}
    </span>
  );
}
