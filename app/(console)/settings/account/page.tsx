import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { PasswordForm } from "#components/auth/password-form.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";

const t = translator("auth");

export const metadata: Metadata = { title: t("account.title") };

export default async function AccountPage() {
  const { actor } = await pageContext();
  const { name, email } = actor.kind === "member" ? actor : { name: "", email: "" };
  return (
    <>
      <SectionHeader title={t("account.title")} description={t("account.signedInAs", { name, email })} />
      <PasswordForm />
    </>
  );
}
