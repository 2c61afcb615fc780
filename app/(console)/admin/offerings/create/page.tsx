import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { StartOffering } from "#components/custom-offerings/start-offering.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { requirePlatformAdmin } from "../../require-platform-admin.ts";

const t = translator("customOfferings");

export const metadata: Metadata = { title: t("start.title") };

export default async function CreateOfferingPage() {
  const ctx = await requirePlatformAdmin();
  const { items } = await listOfferings(ctx);
  const options = items.map(({ id, displayName, provider, category }) => ({
    id,
    displayName,
    provider,
    category,
  }));
  return (
    <>
      <PageHeader
        title={t("start.title")}
        description={t("start.description")}
        breadcrumbs={[{ label: t("adminConsole") }, { label: t("title"), href: "/admin/offerings" }]}
      />
      <StartOffering today={ctx.now().toISOString().slice(0, 10)} options={options} />
    </>
  );
}
