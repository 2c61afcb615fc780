"use client";

import { useTranslations } from "use-intl";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { FlowFailure } from "#lib/connections/contract.ts";

/** Why an authorization ended without a connection, and the way out; with the exact address where it is about that. */
export function FlowFailureText({ failure }: { failure: FlowFailure }) {
  const t = useTranslations("connections.connect");
  return (
    <div className="grid gap-3">
      <Notice tone="bad" isAnnounced title={failure.title}>
        <p>{failure.detail}</p>
        <p className="mt-1">{failure.hint}</p>
      </Notice>
      {failure.redirectUri ? (
        <CopyField
          value={failure.redirectUri}
          label={t("callbackUrl")}
          copyLabel={t("copyCallbackUrl")}
          isLabelled
        />
      ) : null}
    </div>
  );
}
