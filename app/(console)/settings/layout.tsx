import type { ReactNode } from "react";
import { translator } from "#app/translator.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SettingsTabs } from "#components/workspaces/settings-tabs.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { actor } = await pageContext();
  return (
    <>
      <PageHeader title={translator("workspaces")("settings.title")} />
      <SettingsTabs
        hasWebhooks={isAllowed(actor, "webhooks:read")}
        canManage={isAllowed(actor, "workspace:manage")}
        runsDeployment={isAllowed(actor, "platform:manage")}
      />
      {children}
    </>
  );
}
