import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";

const t = translator("audit");

export const metadata: Metadata = { title: t("title") };

export default async function AuditLogPage() {
  await pageContext();
  return (
    <>
      <SectionHeader title={t("title")} description={t("description")} />
      <AuditTable />
    </>
  );
}
