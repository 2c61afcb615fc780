"use client";

import { Link2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { ButtonOf } from "./button-of.tsx";
import { ConnectDialog } from "./connect-dialog.tsx";
import { ConnectUnderMenu, type Surroundings } from "./connect-under-menu.tsx";
import { type ConnectTarget, useConnectFlow } from "./use-connect-flow.ts";

interface ConnectButtonProps extends Pick<ButtonProps, "variant" | "size"> {
  target: ConnectTarget;
  /** The provider's name, for the words while waiting. */
  provider: string;
  /** Where there is more than the default to connect under, the button has a menu beside it. */
  surroundings?: Surroundings;
  children?: ReactNode;
  /** Whose, for who hears the button among others of its kind. */
  of?: string | undefined;
}

/** Begins an authorization and stays with it until it has ended one way or the other. */
export function ConnectButton({
  target,
  provider,
  surroundings,
  variant = "primary",
  size,
  children,
  of,
}: ConnectButtonProps) {
  const t = useTranslations("connections.connect");
  const [begun, setBegun] = useState<Partial<ConnectTarget>>({});
  const flow = useConnectFlow(target, ({ status, purpose, hasTenantChoice }) => {
    if (status !== "succeeded") return;
    toast(purpose === "verify" ? t("verified") : t("connected"));
    // Whoever connects for the first time chooses; a reconnect keeps what was chosen.
    if (purpose !== "connect" || !hasTenantChoice) flow.stop();
  });

  // Trying again goes on under what was chosen.
  function start(under: Partial<ConnectTarget>) {
    setBegun(under);
    flow.start(under);
  }

  return (
    <>
      <span className="inline-flex gap-1">
        <Button variant={variant} size={size} icon={<Link2 aria-hidden />} onClick={() => start({})}>
          {children ?? t("connect")}
          <ButtonOf name={of} />
        </Button>
        {surroundings ? (
          <ConnectUnderMenu surroundings={surroundings} variant={variant} size={size} onStart={start} />
        ) : null}
      </span>
      <ConnectDialog
        state={flow.state}
        provider={provider}
        onStart={() => flow.start(begun)}
        onSwitch={() => flow.start({ ...begun, allowSwitch: true })}
        onLeave={flow.leaveForProvider}
        onStop={flow.stop}
      />
    </>
  );
}
