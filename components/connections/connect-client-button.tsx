"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import { ButtonOf } from "./button-of.tsx";
import { useConnect } from "./queries.ts";

interface ConnectClientButtonProps extends Pick<ButtonProps, "variant" | "size"> {
  target: { integrationId: string; connectionId?: string };
  /** Whose, for who hears the button among others of its kind. */
  of?: string | undefined;
}

/** Connects the integration's own client: one click, and nobody signs in. */
export function ConnectClientButton({ target, variant = "primary", size, of }: ConnectClientButtonProps) {
  const t = useTranslations("connections.client");
  const connect = useConnect(target);
  return (
    <>
      <Button
        variant={variant}
        size={size}
        icon={<Link2 aria-hidden />}
        isPending={connect.isPending}
        onClick={() =>
          connect.mutate(
            { entered: { clientCredentials: true }, allowSwitch: false },
            { onSuccess: () => toast(t("connected")) },
          )
        }
      >
        {target.connectionId ? t("again") : t("connect")}
        <ButtonOf name={of} />
      </Button>
      <Dialog
        open={connect.isError}
        onOpenChange={(isOpen) => (isOpen ? undefined : connect.reset())}
        title={t("failed")}
      >
        <ErrorNotice error={connect.error} />
      </Dialog>
    </>
  );
}
