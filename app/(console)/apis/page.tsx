import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { ApisTable } from "#components/apis/apis-table.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("apis");

export const metadata: Metadata = { title: t("title") };

export default async function ApisPage() {
  const { actor } = await pageContext();
  const canCreate = isAllowed(actor, "apis:write");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("detail.oauth") }]}
        actions={
          canCreate ? (
            <LinkButton href="/apis/create" variant="primary">
              {t("list.add")}
            </LinkButton>
          ) : null
        }
      />
      <ApisTable canCreate={canCreate} />
    </>
  );
}
