import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { MembersTable } from "#components/workspaces/members-table.tsx";
import { pageContext } from "#lib/auth/page-context.ts";

const t = translator("workspaces");

export const metadata: Metadata = { title: t("members.title") };

export default async function MembersPage() {
  await pageContext();
  return (
    <>
      <SectionHeader title={t("members.title")} description={t("members.description")} />
      <MembersTable />
    </>
  );
}
