import { notFound } from "next/navigation";
import { translator } from "#app/translator.ts";
import { SetupForm } from "#components/auth/setup-form.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { publicPageContext } from "#lib/auth/page-context.ts";
import { getSetupState } from "#lib/workspaces/get-setup-state.ts";

const t = translator("auth");

export const metadata = { title: t("setup.title") };

export default async function SetupPage() {
  if ((await getSetupState(await publicPageContext())).isComplete) notFound();
  return (
    <PlainPage isPanel title={t("setup.title")} description={t("setup.intro")}>
      <SetupForm />
    </PlainPage>
  );
}
