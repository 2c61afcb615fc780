"use client";

import { useFormatter, useTranslations } from "use-intl";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import { type AuditEvent, recordedCallSchema } from "#lib/audit/contract.ts";

/** What was recorded of a call through the gateway, or of several that were alike. */
export function AuditCall({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit.call");
  const format = useFormatter();
  const { data: call } = recordedCallSchema.safeParse(event.changes);
  if (!call) return null;
  const { calls, until, recordedShare } = call;
  return (
    <div className="mt-5 grid gap-1.5">
      <h3 className="font-medium text-ink">{t("title")}</h3>
      <KeyValueList
        className="rounded-md border bg-raised px-3.5 py-3"
        items={[
          { key: t("request"), value: <code>{`${call.method} ${call.host}${call.path}`}</code> },
          { key: t("status"), value: call.status || t("noAnswer") },
          { key: t("bytesIn"), value: format.number(call.bytesIn) },
          { key: t("bytesOut"), value: format.number(call.bytesOut) },
          ...(calls ? [{ key: t("calls"), value: format.number(calls) }] : []),
          ...(until ? [{ key: t("until"), value: <ExactTime value={until} precision="second" /> }] : []),
          ...(recordedShare
            ? [{ key: t("share"), value: format.number(recordedShare, { style: "percent" }) }]
            : []),
        ]}
      />
    </div>
  );
}

/** The same in one line, for the list. */
export function AuditCallLine({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit.call");
  const { data: call } = recordedCallSchema.safeParse(event.changes);
  if (!call) return null;
  return (
    <span className="block text-sm font-normal wrap-anywhere text-ink-3">
      {t("line", {
        method: call.method,
        path: call.path || "/",
        status: call.status,
        calls: call.calls ?? 1,
      })}
    </span>
  );
}
