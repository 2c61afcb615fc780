import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { translator } from "#app/translator.ts";
import { InvitationsPanel } from "#components/invitations/invitations-panel.tsx";
import { InviteDialog } from "#components/invitations/invite-dialog.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { LeavePanel } from "#components/workspaces/leave-panel.tsx";
import { MembersTable } from "#components/workspaces/members-table.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

const t = translator("workspaces");

export const metadata: Metadata = { title: t("members.title") };

export default async function MembersPage() {
  const { actor } = await pageContext();
  if (actor.kind !== "member") notFound();
  const canManage = isAllowed(actor, "members:write");
  return (
    <>
      <SectionHeader
        title={t("members.title")}
        description={t("members.description")}
        actions={canManage ? <InviteDialog isOwner={actor.role === "owner"} /> : undefined}
      />
      <MembersTable
        me={{ id: actor.userId, role: actor.role, isPlatformAdmin: actor.isPlatformAdmin }}
        canManage={canManage}
      />
      {canManage ? <InvitationsPanel /> : null}
      <LeavePanel />
    </>
  );
}
