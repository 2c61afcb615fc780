import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "#components/layout/shell.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";
import { getWorkspace } from "#lib/workspaces/get-workspace.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const { actor } = ctx;
  if (actor.kind !== "member") notFound();
  const workspace = await getWorkspace(ctx);
  const account = {
    name: actor.name,
    email: actor.email,
    workspaceName: workspace.name,
    isPlatformAdmin: actor.isPlatformAdmin,
    canManage: isAllowed(actor, "integrations:write"),
  };
  return <Shell account={account}>{children}</Shell>;
}
