"use client";

import { useTranslations } from "use-intl";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { AuditEvent } from "#lib/audit/contract.ts";
import { useActionLabel } from "./action-label.ts";
import { AuditEventFacts } from "./audit-event-facts.tsx";

/** One act on a page of its own, so that it can be pointed to. */
export function AuditEventPanel({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit");
  return (
    <Panel
      title={useActionLabel()(event.action)}
      footer={<LinkButton href="/settings/audit-log">{t("wholeLog")}</LinkButton>}
    >
      <AuditEventFacts event={event} />
    </Panel>
  );
}
