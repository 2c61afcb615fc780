"use client";

import { useTranslations } from "use-intl";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { AuditEvent } from "#lib/audit/contract.ts";
import { AuditCall } from "./audit-call.tsx";
import { AuditDifference } from "./audit-difference.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** All that was recorded of one act. */
export function AuditEventFacts({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit");
  const none = <span className="text-ink-3">{t("none")}</span>;
  const code = (text: string | null) => (text ? <code className="select-all">{text}</code> : none);
  return (
    <>
      <KeyValueList
        items={[
          { key: t("time"), value: <ExactTime value={event.createdAt} precision="second" /> },
          { key: t("actor"), value: `${event.actor.label} (${t(`actorKind.${event.actor.kind}`)})` },
          { key: t("act"), value: <code>{event.action}</code> },
          { key: t("target"), value: <Target event={event} /> },
          { key: t("filter.integration"), value: code(event.integrationId) },
          { key: t("filter.connection"), value: code(event.connectionId) },
          { key: t("outcome.label"), value: <OutcomeBadge outcome={event.outcome} /> },
          { key: t("cause"), value: code(event.cause) },
          { key: t("address"), value: code(event.ip) },
          { key: t("requestId"), value: code(event.requestId) },
        ]}
      />
      {event.action === "connection.use" ? (
        <AuditCall event={event} />
      ) : (
        <AuditDifference changes={event.changes} />
      )}
    </>
  );
}

function Target({ event }: { event: AuditEvent }) {
  const { label, id, kind } = event.target;
  return (
    <>
      {label ?? kind}
      {id ? <code className="block text-sm text-ink-3 select-all">{id}</code> : null}
    </>
  );
}
