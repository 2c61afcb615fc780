import { translator } from "#app/translator.ts";
import { ForgotPasswordForm } from "#components/auth/forgot-password-form.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { publicPageContext } from "#lib/auth/page-context.ts";

const t = translator("auth");

export const metadata = { title: t("forgot.title") };

export default async function ForgotPasswordPage() {
  const { settings } = await publicPageContext();
  const host = new URL(settings.origin).host;
  return (
    <PlainPage isPanel title={t("forgot.title")} description={settings.hasMail ? t("forgot.intro") : null}>
      {settings.hasMail ? (
        <ForgotPasswordForm />
      ) : (
        <Notice className="w-full" title={t("forgot.noMailTitle")}>
          {t.rich("forgot.noMailDetail", {
            host,
            code: (chunks) => <code className="font-mono text-sm wrap-anywhere">{chunks}</code>,
          })}
        </Notice>
      )}
      <LinkButton href="/sign-in">{t("forgot.back")}</LinkButton>
    </PlainPage>
  );
}
