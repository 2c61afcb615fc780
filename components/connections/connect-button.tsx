"use client";

import { Link2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { ConnectDialog } from "./connect-dialog.tsx";
import { type ConnectTarget, useConnectFlow } from "./use-connect-flow.ts";

interface ConnectButtonProps extends Pick<ButtonProps, "variant" | "size"> {
  target: ConnectTarget;
  /** The provider's name, for the words while waiting. */
  provider: string;
  children?: ReactNode;
}

/** Begins an authorization and stays with it until it has ended one way or the other. */
export function ConnectButton({ target, provider, variant = "primary", size, children }: ConnectButtonProps) {
  const t = useTranslations("connections.connect");
  const flow = useConnectFlow(target, ({ status, purpose, hasTenantChoice }) => {
    if (status !== "succeeded") return;
    toast(purpose === "verify" ? t("verified") : t("connected"));
    // Whoever connects for the first time chooses; a reconnect keeps what was chosen.
    if (purpose !== "connect" || !hasTenantChoice) flow.stop();
  });
  return (
    <>
      <Button variant={variant} size={size} icon={<Link2 aria-hidden />} onClick={() => flow.start()}>
        {children ?? t("connect")}
      </Button>
      <ConnectDialog
        state={flow.state}
        provider={provider}
        onStart={() => flow.start()}
        onSwitch={() => flow.start({ allowSwitch: true })}
        onLeave={flow.leaveForProvider}
        onStop={flow.stop}
      />
    </>
  );
}
