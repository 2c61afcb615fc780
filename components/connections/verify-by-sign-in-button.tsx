"use client";

import { useTranslations } from "use-intl";
import { ConnectButton } from "./connect-button.tsx";

/** Proves an integration's client by a real sign-in of the admin; it stores no connection. */
export function VerifyBySignInButton({
  integrationId,
  provider,
}: {
  integrationId: string;
  provider: string;
}) {
  const t = useTranslations("connections.connect");
  return (
    <ConnectButton variant="secondary" target={{ integrationId, purpose: "verify" }} provider={provider}>
      {t("verifyBySignIn")}
    </ConnectButton>
  );
}
