"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "use-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { AuditEvent } from "#lib/audit/contract.ts";
import { useActionLabel } from "./action-label.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** One act with all that was recorded of it. */
export function AuditEventDialog({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit");
  const label = useActionLabel()(event.action);
  const none = <span className="text-ink-3">{t("none")}</span>;
  return (
    <Dialog
      size="lg"
      title={label}
      trigger={<IconButton label={t("details", { act: label })} icon={<Eye aria-hidden />} size="sm" />}
    >
      <KeyValueList
        items={[
          { key: t("time"), value: <ExactTime value={event.createdAt} precision="second" /> },
          { key: t("actor"), value: `${event.actor.label} (${t(`actorKind.${event.actor.kind}`)})` },
          { key: t("act"), value: <code>{event.action}</code> },
          { key: t("target"), value: <Target event={event} /> },
          { key: t("outcome.label"), value: <OutcomeBadge outcome={event.outcome} /> },
          { key: t("cause"), value: event.cause ? <code>{event.cause}</code> : none },
          { key: t("address"), value: event.ip ? <code>{event.ip}</code> : none },
          { key: t("requestId"), value: <code className="select-all">{event.requestId}</code> },
        ]}
      />
      {Object.keys(event.changes).length > 0 ? (
        <div className="mt-5 grid gap-1.5">
          <h3 className="font-medium text-ink">{t("changes")}</h3>
          <CodeBlock code={JSON.stringify(event.changes, null, 2)} label={t("changes")} />
        </div>
      ) : null}
    </Dialog>
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
