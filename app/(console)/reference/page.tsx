import { translator } from "#app/translator.ts";
import { ReferenceList } from "#components/reference/reference-list.tsx";
import { ExternalLink } from "#components/ui/external-link.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { loadReference } from "./load-reference.ts";

const t = translator("reference");

export const metadata = { title: t("title") };

export default async function ReferencePage() {
  const { settings } = await pageContext();
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <ExternalLink href="/api/openapi.json" isButton>
            {t("document")}
          </ExternalLink>
        }
      />
      <ReferenceList groups={loadReference(settings.origin)} />
    </>
  );
}
