import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { PasswordForm } from "#components/auth/password-form.tsx";
import { SecondFactorPanel } from "#components/auth/second-factor-panel.tsx";
import { SessionsPanel } from "#components/auth/sessions-panel.tsx";
import { NoticeMailPanel } from "#components/notices/notice-mail-panel.tsx";
import { IdentitiesPanel } from "#components/sign-in-methods/identities-panel.tsx";
import { SignInProblem } from "#components/sign-in-methods/sign-in-problem.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { readSignInFailure } from "#lib/sign-in-methods/contract.ts";
import { loadAccount } from "./load-account.ts";

const t = translator("auth");

export const metadata: Metadata = { title: t("account.title") };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AccountPage({ searchParams }: Search) {
  const ctx = await pageContext();
  const { actor } = ctx;
  const { name, email } = actor.kind === "member" ? actor : { name: "", email: "" };
  const [data, { problem }] = await Promise.all([loadAccount(ctx), searchParams]);
  return (
    <Prefetched data={data}>
      <SectionHeader title={t("account.title")} description={t("account.signedInAs", { name, email })} />
      <div className="grid max-w-3xl gap-5">
        <SignInProblem failure={readSignInFailure(problem)} />
        <PasswordForm />
        <SecondFactorPanel />
        <IdentitiesPanel />
        <SessionsPanel />
        <NoticeMailPanel />
      </div>
    </Prefetched>
  );
}
