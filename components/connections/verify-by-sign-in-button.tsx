"use client";

import { useTranslations } from "use-intl";
import { ConnectButton } from "./connect-button.tsx";

/** Proves an integration's client, or that of an override, by a real sign-in of the admin; it stores no connection. */
export function VerifyBySignInButton({
  integrationId,
  override,
  provider,
}: {
  integrationId: string;
  /** Its id; without it the integration's own client is proven. */
  override?: string;
  provider: string;
}) {
  const t = useTranslations("connections.connect");
  return (
    <ConnectButton
      variant="secondary"
      target={{ integrationId, purpose: "verify", override }}
      provider={provider}
    >
      {t("verifyBySignIn")}
    </ConnectButton>
  );
}
