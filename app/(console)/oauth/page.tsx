import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { IntegrationsTable } from "#components/integrations/integrations-table.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { FirstSteps } from "#components/workspaces/first-steps.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("integrations");

export const metadata: Metadata = { title: t("title") };

export default async function IntegrationsPage() {
  const { actor } = await pageContext();
  const canCreate = isAllowed(actor, "integrations:write");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("oauth") }]}
        actions={
          canCreate ? (
            <LinkButton href="/oauth/create" variant="primary">
              {t("list.add")}
            </LinkButton>
          ) : null
        }
      />
      {canCreate ? <FirstSteps /> : null}
      <IntegrationsTable canCreate={canCreate} />
    </>
  );
}
