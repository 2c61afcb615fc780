import { translator } from "#app/translator.ts";
import { ResetPassword } from "#components/auth/reset-password.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";

const t = translator("auth");

export const metadata = { title: t("reset.title") };

export default function ResetPasswordPage() {
  return (
    <PlainPage isPanel title={t("reset.title")} description={t("reset.intro")}>
      <ResetPassword />
    </PlainPage>
  );
}
