import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { HealthTable } from "#components/integrations/health-table.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("integrations");

export const metadata: Metadata = { title: t("health.title") };

export default async function IntegrationHealthPage() {
  const { actor } = await pageContext();
  return (
    <>
      <SectionHeader title={t("health.title")} description={t("health.description")} />
      <HealthTable
        canVerify={isAllowed(actor, "integrations:write")}
        emptyAction={<LinkButton href="/oauth">{t("health.goToIntegrations")}</LinkButton>}
      />
    </>
  );
}
