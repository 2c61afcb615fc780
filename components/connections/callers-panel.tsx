"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import type { ConnectionCallers } from "#lib/gateway/contract.ts";
import { useConnectionCallers } from "./queries.ts";
import { ReplaceDialog } from "./replace-dialog.tsx";

/** Where a connection is used: who called through it within 30 days, and the keys that are made for it alone. */
export function CallersPanel({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.callers");
  const { data, error, isPending, refetch } = useConnectionCallers(connection.id, true);
  return (
    <Panel title={t("title")} description={t("description")}>
      {isPending ? (
        <Loading>
          <Skeleton className="w-52" />
        </Loading>
      ) : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && data.callers.length === 0 ? <p className="text-ink-3">{t("empty")}</p> : null}
      {data && data.callers.length > 0 ? <Callers callers={data.callers} /> : null}
      {data && data.keys.length > 0 ? (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-44 wrap-anywhere text-ink-2">
            {t("limited", { names: data.keys.map(({ name }) => name).join(", "), count: data.keys.length })}
          </p>
          <ReplaceDialog connection={connection} />
        </div>
      ) : null}
    </Panel>
  );
}

function Callers({ callers }: Pick<ConnectionCallers, "callers">) {
  const t = useTranslations("connections.callers");
  const format = useFormatter();
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{t("title")}</caption>
      <thead className="border-b border-line text-sm text-ink-3">
        <tr>
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("who")}
          </th>
          <th scope="col" className="py-2 pr-4 text-right font-medium">
            {t("calls")}
          </th>
          <th scope="col" className="py-2 text-right font-medium">
            {t("last")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {callers.map(({ id, kind, name, member, isLive, count, failed, lastCallAt }) => (
          <tr key={id}>
            <td className="max-w-64 py-2 pr-4 wrap-anywhere text-ink">
              {name ?? t("gone")} {isLive ? null : <Badge>{t("ended")}</Badge>}
              <span className="block text-sm text-ink-3">
                {kind === "api-key" ? t("keyOf", { member: member?.name ?? "?" }) : t("member")}
              </span>
            </td>
            <td className="py-2 pr-4 text-right align-top tabular-nums">
              {format.number(count)}
              {failed > 0 ? (
                <span className="block text-sm text-ink-3">{t("failed", { count: failed })}</span>
              ) : null}
            </td>
            <td className="py-2 text-right align-top">
              <RelativeTime value={lastCallAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
