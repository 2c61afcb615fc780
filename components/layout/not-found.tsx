"use client";

import { useTranslations } from "use-intl";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { PlainPage } from "./plain-page.tsx";

/** What does not exist and what one may not see, in the same words (D-19). */
export function NotFound() {
  const t = useTranslations("layout");
  return (
    <PlainPage title={t("notFound.title")} description={t("notFound.detail")}>
      <LinkButton href="/oauth">{t("notFound.home")}</LinkButton>
    </PlainPage>
  );
}

/** The same, inside the console. */
export function NotFoundInConsole() {
  const t = useTranslations("layout");
  return (
    <>
      {/* Next renders no metadata for a 404 from deep in the tree; React puts this into the head. */}
      <title>{`${t("notFound.title")} · ${t("product")}`}</title>
      <PageHeader title={t("notFound.title")} description={t("notFound.detail")} />
      <LinkButton href="/oauth">{t("notFound.home")}</LinkButton>
    </>
  );
}
