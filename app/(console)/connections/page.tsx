import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { ConnectionsTable } from "#components/connections/connections-table.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("connections");

export const metadata: Metadata = { title: t("title") };

export default async function ConnectionsPage() {
  const { actor } = await pageContext();
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ConnectionsTable
        canSeeAll={isAllowed(actor, "workspace:manage")}
        emptyAction={
          <LinkButton href="/oauth" variant="primary">
            {t("goToIntegrations")}
          </LinkButton>
        }
      />
    </>
  );
}
