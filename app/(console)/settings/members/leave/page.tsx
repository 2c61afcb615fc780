import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { translator } from "#app/translator.ts";
import { LinkButton } from "#components/ui/link-button.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { LeaveWorkspace } from "#components/workspaces/leave-workspace.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { getWorkspace } from "#lib/workspaces/get-workspace.ts";

const t = translator("workspaces");

export const metadata: Metadata = { title: t("leave.open") };

export default async function LeavePage() {
  const ctx = await pageContext();
  if (ctx.actor.kind !== "member") notFound();
  const { name } = await getWorkspace(ctx);
  return (
    <>
      <SectionHeader
        title={t("leave.title", { workspace: name })}
        description={t("leave.description")}
        actions={<LinkButton href="/settings/members">{t("leave.back")}</LinkButton>}
      />
      <LeaveWorkspace workspace={name} />
    </>
  );
}
