import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { CreateIntegrationForm } from "#components/integrations/create-integration-form.tsx";
import { offeringKeys } from "#components/integrations/keys.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { offeringListSchema } from "#lib/offerings/contract.ts";

const t = translator("integrations");

export const metadata: Metadata = { title: t("create.title") };

export default async function CreateIntegrationPage() {
  const ctx = await pageContext();
  const { actor, settings } = ctx;
  if (!isAllowed(actor, "integrations:write")) notFound();
  const offerings = offeringListSchema.parse(await listOfferings(ctx));
  return (
    <Prefetched data={[[offeringKeys.list, offerings]]}>
      <PageHeader
        title={t("create.title")}
        description={t("create.description")}
        breadcrumbs={[{ label: t("oauth") }, { label: t("title"), href: "/oauth" }]}
      />
      <CreateIntegrationForm
        origin={settings.origin}
        canShareCallback={isAllowed(actor, "platform:manage")}
      />
    </Prefetched>
  );
}
