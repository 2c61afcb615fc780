import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { StandingTable } from "#components/connections/standing-table.tsx";
import { HealthTable } from "#components/integrations/health-table.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("integrations");
const tc = translator("connections");

export const metadata: Metadata = { title: t("health.title") };

export default async function IntegrationHealthPage() {
  const { actor } = await pageContext();
  const canSeeAll = isAllowed(actor, "workspace:manage");
  const lead = <LinkButton href="/oauth">{t("health.goToIntegrations")}</LinkButton>;
  return (
    <>
      <SectionHeader title={t("health.title")} description={t("health.description")} />
      <HealthTable canVerify={isAllowed(actor, "integrations:write")} emptyAction={lead} />
      <section className="mt-9">
        <SectionHeader
          title={tc("standing.title")}
          description={tc(`standing.description.${canSeeAll ? "all" : "mine"}`)}
        />
        <StandingTable canSeeAll={canSeeAll} emptyAction={lead} />
      </section>
    </>
  );
}
