"use client";

import type { ReactNode } from "react";
import type { ButtonProps } from "#components/ui/button.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { ConnectButton } from "./connect-button.tsx";
import { ConnectClientButton } from "./connect-client-button.tsx";
import type { Surroundings } from "./connect-under-menu.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import type { KeyTarget } from "./key-form.tsx";

interface ConnectControlProps extends Pick<ButtonProps, "variant" | "size"> {
  kind: Connection["integration"]["kind"];
  target: KeyTarget;
  /** What there is to connect under, where somebody signs in. */
  surroundings?: Surroundings;
  /** The words of the button where somebody signs in. */
  children?: ReactNode;
  /** Whose, for who hears the button among others of its kind. */
  of?: string | undefined;
}

/** How an account connects, or does so again: by signing in, by what somebody enters, or by the client itself. */
export function ConnectControl({ kind, target, surroundings, children, ...look }: ConnectControlProps) {
  const { integrationId, connectionId, provider } = target;
  const place = connectionId ? { integrationId, connectionId } : { integrationId };
  if (kind === "client_credentials") return <ConnectClientButton target={place} {...look} />;
  if (kind !== "oauth2") return <KeyDialog target={target} kind={kind} {...look} />;
  return (
    <ConnectButton target={place} provider={provider} surroundings={surroundings} {...look}>
      {children}
    </ConnectButton>
  );
}
