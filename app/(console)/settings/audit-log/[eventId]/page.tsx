import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { AuditEventPanel } from "#components/audit/audit-event-panel.tsx";
import { getAuditEvent } from "#lib/audit/get-audit-event.ts";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";

interface AuditEventPageProps {
  params: Promise<{ eventId: string }>;
}

export const metadata: Metadata = { title: translator("audit")("one") };

export default async function AuditEventPage({ params }: AuditEventPageProps) {
  const { eventId } = await params;
  const event = await orNotFound(getAuditEvent(await pageContext(), { id: eventId }));
  return <AuditEventPanel event={event} />;
}
