"use client";

import { useTranslations } from "use-intl";
import { CompareUri } from "#components/ui/compare-uri.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RedirectUriCheck } from "#components/ui/redirect-uri-check.tsx";
import type { FlowFailure } from "#lib/connections/contract.ts";

/** Why an authorization ended without a connection, and the way out; with the exact address where it is about that. */
export function FlowFailureText({ failure }: { failure: FlowFailure }) {
  return (
    <div className="grid gap-3">
      <Notice tone="bad" isAnnounced title={failure.title}>
        <p>{failure.detail}</p>
        <p className="mt-1">{failure.hint}</p>
      </Notice>
      {failure.redirectUri ? <CallbackDoctor redirectUri={failure.redirectUri} failure={failure} /> : null}
    </div>
  );
}

/** The address that was sent, what the provider's rules mean for it, and a place to compare it with the registered one. */
function CallbackDoctor({ redirectUri, failure }: { redirectUri: string; failure: FlowFailure }) {
  const t = useTranslations("connections.connect");
  const rules = failure.callbackRules;
  return (
    <div className="grid gap-3">
      <CopyField value={redirectUri} label={t("callbackSent")} copyLabel={t("copyCallbackUrl")} isLabelled />
      {rules && rules.expected !== redirectUri ? (
        <Notice tone="warn" title={t("callbackMoved")}>
          <code className="wrap-anywhere">{rules.expected}</code>
        </Notice>
      ) : null}
      {rules ? (
        <RedirectUriCheck
          uri={redirectUri}
          provider={rules.provider}
          rules={rules.rules}
          isSingle={rules.isSingle}
        />
      ) : null}
      <CompareUri uri={redirectUri} />
    </div>
  );
}
