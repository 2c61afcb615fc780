import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { ownSessionsKey, secondFactorKey } from "#components/auth/keys.ts";
import { PasswordForm } from "#components/auth/password-form.tsx";
import { SecondFactorPanel } from "#components/auth/second-factor-panel.tsx";
import { SessionsPanel } from "#components/auth/sessions-panel.tsx";
import { noticeMailKey } from "#components/notices/keys.ts";
import { NoticeMailPanel } from "#components/notices/notice-mail-panel.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { getSecondFactor } from "#lib/auth/own-second-factor.ts";
import { listOwnSessions } from "#lib/auth/own-sessions.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getNoticeMail } from "#lib/notices/notice-mail.ts";

const t = translator("auth");

export const metadata: Metadata = { title: t("account.title") };

export default async function AccountPage() {
  const ctx = await pageContext();
  const { actor } = ctx;
  const { name, email } = actor.kind === "member" ? actor : { name: "", email: "" };
  const [noticeMail, ownSessions, secondFactor] = await Promise.all([
    getNoticeMail(ctx),
    listOwnSessions(ctx),
    getSecondFactor(ctx),
  ]);
  return (
    <Prefetched
      data={[
        [noticeMailKey, noticeMail],
        [ownSessionsKey, ownSessions],
        [secondFactorKey, secondFactor],
      ]}
    >
      <SectionHeader title={t("account.title")} description={t("account.signedInAs", { name, email })} />
      <div className="grid max-w-3xl gap-5">
        <PasswordForm />
        <SecondFactorPanel />
        <SessionsPanel />
        <NoticeMailPanel />
      </div>
    </Prefetched>
  );
}
