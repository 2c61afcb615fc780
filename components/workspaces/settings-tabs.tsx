"use client";

import { useTranslations } from "use-intl";
import { LinkTabs } from "#components/ui/link-tabs.tsx";

interface SettingsTabsProps {
  hasWebhooks: boolean;
  canManage: boolean;
  runsDeployment: boolean;
}

/** The pages of Settings; the workspace itself and webhooks only for those who run it, sign-in for those who run all of it. */
export function SettingsTabs({ hasWebhooks, canManage, runsDeployment }: SettingsTabsProps) {
  const t = useTranslations("workspaces.settings");
  return (
    <LinkTabs
      label={t("title")}
      tabs={[
        { href: "/settings/integrations", label: t("integrations") },
        ...(canManage ? [{ href: "/settings/workspace" as const, label: t("workspace") }] : []),
        { href: "/settings/members", label: t("members") },
        { href: "/settings/api-keys", label: t("apiKeys") },
        { href: "/settings/applications", label: t("applications") },
        { href: "/settings/runtime-configurations", label: t("runtimeConfigurations") },
        ...(hasWebhooks ? [{ href: "/settings/webhooks" as const, label: t("webhooks") }] : []),
        ...(runsDeployment ? [{ href: "/settings/sign-in" as const, label: t("signIn") }] : []),
        { href: "/settings/audit-log", label: t("auditLog") },
        { href: "/settings/account", label: t("account") },
      ]}
    />
  );
}
