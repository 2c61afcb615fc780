import type { Route } from "next";
import { redirect } from "next/navigation";
import { translator } from "#app/translator.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { optionalPageContext, publicPageContext } from "#lib/auth/page-context.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import { getSetupState } from "#lib/workspaces/get-setup-state.ts";

const t = translator("auth");

export const metadata = { title: t("signIn.title") };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Search) {
  const [ctx, { returnTo, left }] = await Promise.all([publicPageContext(), searchParams]);
  if (!(await getSetupState(ctx)).isComplete) redirect("/setup");
  const path = safeReturnPath(returnTo, "/oauth");
  if (await optionalPageContext()) redirect(path as Route);
  return (
    <PlainPage
      isPanel
      title={t("signIn.title")}
      description={t("signIn.intro", { host: new URL(ctx.settings.origin).host })}
    >
      {left === "workspace" ? <Notice className="mb-5" title={t("signIn.left")} /> : null}
      <SignInForm returnTo={path} />
    </PlainPage>
  );
}
