import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { AddRuntimeConfigurationDialog } from "#components/runtime-configurations/add-runtime-configuration-dialog.tsx";
import { runtimeConfigurationKeys } from "#components/runtime-configurations/keys.ts";
import { RuntimeConfigurationsTable } from "#components/runtime-configurations/runtime-configurations-table.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { listRuntimeConfigurations } from "#lib/runtime-configurations/list-runtime-configurations.ts";

const t = translator("runtimeConfigurations");

export const metadata: Metadata = { title: t("title") };

export default async function RuntimeConfigurationsPage() {
  const ctx = await pageContext();
  const canManage = isAllowed(ctx.actor, "workspace:manage");
  return (
    <Prefetched
      data={[[runtimeConfigurationKeys.list, await listRuntimeConfigurations(ctx, { limit: 100 })]]}
    >
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={canManage ? <AddRuntimeConfigurationDialog /> : undefined}
      />
      <RuntimeConfigurationsTable canManage={canManage} />
    </Prefetched>
  );
}
