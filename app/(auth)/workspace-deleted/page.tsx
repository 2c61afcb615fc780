import { translator } from "#app/translator.ts";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";

const t = translator("auth");

export const metadata = { title: t("workspaceDeleted.title") };

export default function WorkspaceDeletedPage() {
  return (
    <PlainPage isPanel title={t("workspaceDeleted.title")} description={t("workspaceDeleted.detail")}>
      <p className="text-ink-2">{t("workspaceDeleted.wayBack")}</p>
      <LinkButton href="/sign-in">{t("workspaceDeleted.signIn")}</LinkButton>
    </PlainPage>
  );
}
