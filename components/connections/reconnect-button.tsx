"use client";

import { useTranslations } from "use-intl";
import type { ButtonProps } from "#components/ui/button.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { ConnectControl } from "./connect-control.tsx";

interface ReconnectButtonProps extends Pick<ButtonProps, "variant" | "size"> {
  connection: Connection;
  /** What is reconnected, for who hears the button among others of its kind. */
  of?: string;
}

/** Connects the account of a connection again, in its place. */
export function ReconnectButton({ connection, ...look }: ReconnectButtonProps) {
  const t = useTranslations("connections");
  const { id: connectionId, integration } = connection;
  return (
    <ConnectControl
      kind={integration.kind}
      target={{
        integrationId: integration.id,
        connectionId,
        provider: integration.displayName,
        keyLabel: integration.keyLabel,
      }}
      {...look}
    >
      {t("reconnect")}
    </ConnectControl>
  );
}
