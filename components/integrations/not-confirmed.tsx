"use client";

import { useTranslations } from "use-intl";
import { ExternalLink } from "#components/ui/external-link.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Offering } from "#lib/offerings/contract.ts";

/** Says of an offering that nobody has confirmed it, and where to look. */
export function NotConfirmed({ offering }: { offering: Pick<Offering, "displayName" | "docsUrl"> }) {
  const t = useTranslations("integrations");
  return (
    <Notice
      tone="warn"
      isAnnounced
      title={t("notConfirmed")}
      action={<ExternalLink href={offering.docsUrl}>{t("documentation")}</ExternalLink>}
    >
      {t("notConfirmedDetail", { provider: offering.displayName })}
    </Notice>
  );
}
