import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { ChainPanel } from "#components/audit/chain-panel.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("audit");

export const metadata: Metadata = { title: t("title") };

export default async function AuditLogPage() {
  const { actor } = await pageContext();
  const isAdmin = isAllowed(actor, "workspace:manage");
  return (
    <>
      <SectionHeader title={t("title")} description={t(isAdmin ? "description" : "ownDescription")} />
      <AuditTable isAdmin={isAdmin} />
      {isAdmin ? <ChainPanel /> : null}
    </>
  );
}
