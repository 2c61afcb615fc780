"use client";

import { Eye } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import type { AuditEvent } from "#lib/audit/contract.ts";
import { useActionLabel } from "./action-label.ts";
import { AuditEventFacts } from "./audit-event-facts.tsx";

/** One act with all that was recorded of it, and its own address. */
export function AuditEventDialog({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit");
  const label = useActionLabel()(event.action);
  return (
    <Dialog
      size="lg"
      title={label}
      trigger={<IconButton label={t("details", { act: label })} icon={<Eye aria-hidden />} size="sm" />}
    >
      <AuditEventFacts event={event} />
      {/* Here and not in the footer: what scrolls has to hold something that the keyboard can reach. */}
      <div className="mt-5 flex justify-end">
        <LinkButton href={`/settings/audit-log/${event.id}` as Route}>{t("ownPage")}</LinkButton>
      </div>
    </Dialog>
  );
}
