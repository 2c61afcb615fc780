import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { AddApplicationDialog } from "#components/applications/add-application-dialog.tsx";
import { ApplicationsTable } from "#components/applications/applications-table.tsx";
import { applicationKeys } from "#components/applications/keys.ts";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { listApplications } from "#lib/applications/list-applications.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("applications");

export const metadata: Metadata = { title: t("title") };

export default async function ApplicationsPage() {
  const ctx = await pageContext();
  const canManage = isAllowed(ctx.actor, "workspace:manage");
  return (
    <Prefetched data={[[applicationKeys.list, await listApplications(ctx, { limit: 100 })]]}>
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={canManage ? <AddApplicationDialog /> : undefined}
      />
      <ApplicationsTable canManage={canManage} />
    </Prefetched>
  );
}
