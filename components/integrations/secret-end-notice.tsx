"use client";

import type { Route } from "next";
import { useTranslations } from "use-intl";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { useSecretEnd } from "./secret-end.tsx";

/** Says on the integration's page that its client secret ends soon, or has ended, and where to enter the next one. */
export function SecretEndNotice({ integration, canEdit }: { integration: Integration; canEdit: boolean }) {
  const t = useTranslations("integrations.secretEnd");
  const end = useSecretEnd(integration.clientSecret.expiresOn);
  if (!end?.isNear) return null;
  return (
    <Notice
      tone={end.isPast ? "bad" : "warn"}
      title={t("attentionTitle", { words: end.words })}
      action={
        canEdit ? (
          <LinkButton href={`/oauth/${integration.slug}/settings` as Route} size="sm">
            {t("rotate")}
          </LinkButton>
        ) : null
      }
    >
      {end.isPast ? t("endedDetail") : t("endsDetail")}
    </Notice>
  );
}
