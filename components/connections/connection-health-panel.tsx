"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import { readProblem } from "#lib/browser/problem-error.ts";
import type { Connection } from "#lib/connections/contract.ts";
import { ConnectionForecast } from "./connection-forecast.tsx";
import { useRefreshConnection, useTestConnection } from "./queries.ts";
import { isAlive, isRenewed, needsReconnect } from "./standing-rules.ts";
import { WantedScopesNotice } from "./wanted-scopes-notice.tsx";

interface ConnectionHealthPanelProps {
  connection: Connection;
  /** Signs in anew in place; shown where only that helps. */
  reconnect: ReactNode;
}

/** How the connection stands and since when; why, who can mend it and how; and two ways of asking the provider now. */
export function ConnectionHealthPanel({ connection, reconnect }: ConnectionHealthPanelProps) {
  const t = useTranslations("connections");
  const refresh = useRefreshConnection(connection.id);
  const test = useTestConnection(connection.id);
  return (
    <Panel
      title={t("healthPanel.title")}
      description={<Standing connection={connection} />}
      action={
        connection.canManage && isAlive(connection) ? (
          <>
            <Button size="sm" isPending={test.isPending} onClick={() => test.mutate()}>
              {t("test")}
            </Button>
            {isRenewed(connection) ? (
              <Button
                size="sm"
                isPending={refresh.isPending}
                onClick={() => refresh.mutate(undefined, { onSuccess: () => toast(t("refreshedNow")) })}
              >
                {t("refresh")}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <div className="grid gap-3 empty:hidden">
        <ConnectionForecast connection={connection} />
        <Trouble connection={connection} reconnect={reconnect} />
        <WantedScopesNotice connection={connection} />
        {test.data ? <TestResult isWorking={test.data.isWorking} cause={test.data.cause} /> : null}
        {test.isError ? <ErrorNotice error={test.error} /> : null}
        {refresh.isError ? (
          <RefreshFailure error={refresh.error} isExplained={connection.health !== "active"} />
        ) : null}
      </div>
    </Panel>
  );
}

function Standing({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.healthPanel");
  const { status, health, statusChangedAt } = connection;
  // What follows from other facts than the status has begun at another time.
  const isDerived = health === "on_hold" || (health === "needs_reconnect" && status !== "needs_reauth");
  if (isDerived) return null;
  return (
    <>
      {t(`since.${status}`)} <RelativeTime value={statusChangedAt} />.
    </>
  );
}

function Trouble({ connection, reconnect }: ConnectionHealthPanelProps) {
  const t = useTranslations("connections");
  const { health, statusExplanation: explanation, retryAt, canManage, handover } = connection;
  // The notice above says why it waits, and holds the way out.
  if (health === "active" || handover?.needs === "consent") return null;
  return (
    <Notice
      tone={health === "needs_reconnect" ? "bad" : "warn"}
      title={explanation.cause}
      action={needsReconnect(connection) && canManage ? reconnect : null}
    >
      {t(`fixer.${explanation.whoCanFix}`)} {t(`next.${explanation.nextStep}`)}
      {retryAt && health === "retrying" ? (
        <>
          {" "}
          {t("tryAgain")} <RelativeTime value={retryAt} />.
        </>
      ) : null}
    </Notice>
  );
}

function TestResult({ isWorking, cause }: { isWorking: boolean; cause: string | null }) {
  const t = useTranslations("connections");
  return (
    <Notice tone={isWorking ? "ok" : "bad"} isAnnounced title={isWorking ? t("testWorks") : t("testFails")}>
      {cause ? <code>{cause}</code> : null}
    </Notice>
  );
}

/** Once a minute is a rule of ours and no trouble of the connection; what its state explains already is not said twice. */
function RefreshFailure({ error, isExplained }: { error: unknown; isExplained: boolean }) {
  const t = useTranslations("connections.healthPanel");
  if (readProblem(error)?.code === "rate-limited") return <Notice isAnnounced title={t("lately")} />;
  return isExplained ? null : <ErrorNotice error={error} />;
}
