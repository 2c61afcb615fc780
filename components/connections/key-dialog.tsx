"use client";

import { KeyRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ButtonOf } from "./button-of.tsx";
import { KeyForm, type KeyTarget, PasswordForm } from "./key-form.tsx";

interface KeyDialogProps extends Pick<ButtonProps, "variant" | "size"> {
  target: KeyTarget;
  kind: "api_key" | "basic";
  children?: ReactNode;
  /** Whose, for who hears the button among others of its kind. */
  of?: string | undefined;
}

/** A button, and behind it the field: a further account, or a new key in the place of one that is there. */
export function KeyDialog({ target, kind, variant = "primary", size, children, of }: KeyDialogProps) {
  const t = useTranslations("connections.key");
  const [isOpen, setIsOpen] = useState(false);
  const Fields = kind === "basic" ? PasswordForm : KeyForm;
  const isNew = target.connectionId === undefined;
  const word = kind === "basic" ? "Password" : "Key";
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant={variant} size={size} icon={<KeyRound aria-hidden />}>
          {children ?? t(isNew ? `add${word}` : `replace${word}`)}
          <ButtonOf name={of} />
        </Button>
      }
      title={t(isNew ? `add${word}` : `replace${word}`)}
      description={isNew ? undefined : t("replaceDetail")}
    >
      <Fields target={target} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}
