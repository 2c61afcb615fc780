import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { translator } from "#app/translator.ts";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { DeleteWorkspacePanel } from "#components/workspaces/delete-workspace-panel.tsx";
import { LeavePanel } from "#components/workspaces/leave-panel.tsx";
import { CreateWorkspacePanel, RenameWorkspacePanel } from "#components/workspaces/workspace-panels.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { getWorkspace } from "#lib/workspaces/get-workspace.ts";

const t = translator("workspaces");

export const metadata: Metadata = { title: t("workspace.title") };

export default async function WorkspacePage() {
  const ctx = await pageContext();
  if (!isAllowed(ctx.actor, "workspace:manage")) notFound();
  const { id, name, slug } = await getWorkspace(ctx);
  return (
    <>
      <SectionHeader title={t("workspace.title")} description={t("workspace.description")} />
      <RenameWorkspacePanel name={name} slug={slug} />
      <CreateWorkspacePanel />
      <LeavePanel />
      {isAllowed(ctx.actor, "workspace:delete") ? <DeleteWorkspacePanel id={id} name={name} /> : null}
    </>
  );
}
