"use client";

import { useTranslations } from "use-intl";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";

/** The way to the sweep, on the pages where somebody looks for it. */
export function LeavePanel() {
  const t = useTranslations("workspaces.leave");
  return (
    <Panel
      className="mt-5 max-w-xl"
      title={t("panelTitle")}
      description={t("panelDetail")}
      action={<LinkButton href="/settings/members/leave">{t("open")}</LinkButton>}
    />
  );
}
