import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { signInMethodsKey } from "#components/sign-in-methods/keys.ts";
import { SignInMethodsPanels } from "#components/sign-in-methods/sign-in-methods-panels.tsx";
import { SignInProblem } from "#components/sign-in-methods/sign-in-problem.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { readSignInFailure } from "#lib/sign-in-methods/contract.ts";
import { listSignInMethods } from "#lib/sign-in-methods/list-sign-in-methods.ts";

const t = translator("signInMethods");

export const metadata: Metadata = { title: t("title") };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInMethodsPage({ searchParams }: Search) {
  const methods = await orNotFound(listSignInMethods(await pageContext()));
  return (
    <Prefetched data={[[signInMethodsKey, methods]]}>
      <SectionHeader title={t("title")} description={t("description")} />
      <div className="mb-5 max-w-3xl empty:hidden">
        <SignInProblem failure={readSignInFailure((await searchParams).problem)} />
      </div>
      <SignInMethodsPanels />
    </Prefetched>
  );
}
