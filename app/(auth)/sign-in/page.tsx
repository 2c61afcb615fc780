import type { Route } from "next";
import { redirect } from "next/navigation";
import { translator } from "#app/translator.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { SignInChoices } from "#components/sign-in-methods/sign-in-choices.tsx";
import { SignInProblem } from "#components/sign-in-methods/sign-in-problem.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { hasRoleChanged, optionalPageContext, publicPageContext } from "#lib/auth/page-context.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import { readSignInFailure } from "#lib/sign-in-methods/contract.ts";
import { listSignInChoices } from "#lib/sign-in-methods/list-sign-in-methods.ts";
import { getSetupState } from "#lib/workspaces/get-setup-state.ts";

const t = translator("auth");
const others = translator("signInMethods");

export const metadata = { title: t("signIn.title") };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Search) {
  const [ctx, { returnTo, problem, left }] = await Promise.all([publicPageContext(), searchParams]);
  if (!(await getSetupState(ctx)).isComplete) redirect("/setup");
  const path = safeReturnPath(returnTo, "/oauth");
  if (await optionalPageContext()) redirect(path as Route);
  const [{ isPasswordOn, methods }, isRoleNew] = await Promise.all([
    listSignInChoices(ctx),
    hasRoleChanged(),
  ]);
  const { host } = new URL(ctx.settings.origin);
  const intro = isPasswordOn ? t("signIn.intro", { host }) : others("choices.intro", { host });
  return (
    <PlainPage isPanel title={t("signIn.title")} description={intro}>
      {isRoleNew ? (
        <Notice className="w-full" title={t("signIn.roleChanged")}>
          {t("signIn.roleChangedDetail")}
        </Notice>
      ) : null}
      {left === "workspace" ? <Notice className="w-full" title={t("signIn.left")} /> : null}
      <SignInProblem failure={readSignInFailure(problem)} />
      {isPasswordOn ? <SignInForm returnTo={path} /> : null}
      <SignInChoices methods={methods} returnTo={path} isSecond={isPasswordOn} />
    </PlainPage>
  );
}
