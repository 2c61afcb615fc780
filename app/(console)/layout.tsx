import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "#components/layout/shell.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { getWorkspace } from "#lib/workspaces/get-workspace.ts";
import { listOwnWorkspaces } from "#lib/workspaces/own-workspaces.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const { actor } = ctx;
  if (actor.kind !== "member") notFound();
  const [workspace, { items: workspaces }] = await Promise.all([getWorkspace(ctx), listOwnWorkspaces(ctx)]);
  const account = {
    name: actor.name,
    email: actor.email,
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    workspaces: workspaces.map(({ id, name }) => ({ id, name })),
    isPlatformAdmin: actor.isPlatformAdmin,
    canManage: isAllowed(actor, "integrations:write"),
  };
  return <Shell account={account}>{children}</Shell>;
}
