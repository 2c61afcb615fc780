"use client";

import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import { DeleteWorkspaceDialog } from "./delete-workspace-dialog.tsx";

/** The end of the workspace's page, for its owners. */
export function DeleteWorkspacePanel({ id, name }: { id: string; name: string }) {
  const t = useTranslations("workspaces.deletion");
  return (
    <Panel className="mt-5 max-w-xl" title={t("title")}>
      <div className="grid justify-items-start gap-4">
        <p className="text-ink-2">{t("detail")}</p>
        <DeleteWorkspaceDialog id={id} name={name} />
      </div>
    </Panel>
  );
}
