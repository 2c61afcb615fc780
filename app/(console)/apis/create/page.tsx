import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { translator } from "#app/translator.ts";
import { CreateApiForm } from "#components/apis/create-api-form.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("apis");

export const metadata: Metadata = { title: t("create.title") };

export default async function CreateApiPage() {
  const { actor, settings } = await pageContext();
  if (!isAllowed(actor, "apis:write")) notFound();
  return (
    <>
      <PageHeader
        title={t("create.title")}
        description={t("create.description")}
        breadcrumbs={[{ label: t("detail.oauth") }, { label: t("title"), href: "/apis" }]}
      />
      <CreateApiForm origin={settings.origin} />
    </>
  );
}
