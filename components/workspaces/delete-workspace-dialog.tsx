"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { useDeleteWorkspace, useWorkspaceImpact } from "./deletion-queries.ts";
import { WorkspaceImpactList } from "./workspace-impact-list.tsx";

/** Deletes the workspace once the person has seen what goes with it, and typed its name; then leads to where they go on. */
export function DeleteWorkspaceDialog({ id, name }: { id: string; name: string }) {
  const t = useTranslations("workspaces.deletion");
  const [isOpen, setIsOpen] = useState(false);
  const impact = useWorkspaceImpact(id, isOpen);
  const remove = useDeleteWorkspace(id);

  async function confirm() {
    if (!impact.data) return;
    const { recentCalls: _, firstIntegrations: __, ...counts } = impact.data;
    try {
      const { nextWorkspaceId } = await remove.mutateAsync(counts);
      // With nothing of the old workspace kept in memory.
      location.assign(nextWorkspaceId === null ? "/workspace-deleted" : "/oauth");
    } catch (error) {
      void impact.refetch();
      throw error;
    }
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="danger-quiet">{t("delete")}</Button>}
      title={t("dialogTitle", { name })}
      description={t("dialogDetail")}
      blastRadius={
        impact.isError ? (
          <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />
        ) : (
          <WorkspaceImpactList impact={impact.data} />
        )
      }
      confirmText={name}
      actionLabel={t("delete")}
      isReady={impact.data !== undefined}
      onConfirm={confirm}
    />
  );
}
