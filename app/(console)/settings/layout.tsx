import type { ReactNode } from "react";
import { translator } from "#app/translator.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SettingsTabs } from "#components/workspaces/settings-tabs.tsx";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title={translator("workspaces")("settings.title")} />
      <SettingsTabs />
      {children}
    </>
  );
}
