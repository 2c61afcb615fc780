import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { OfferingsTable } from "#components/custom-offerings/offerings-table.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requirePlatformAdmin } from "../require-platform-admin.ts";

const t = translator("customOfferings");

export const metadata: Metadata = { title: t("title") };

export default async function OfferingsPage() {
  await requirePlatformAdmin();
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("adminConsole") }]}
        actions={
          <LinkButton href="/admin/offerings/create" variant="primary">
            {t("create")}
          </LinkButton>
        }
      />
      <OfferingsTable />
    </>
  );
}
