"use client";

import { type ChangeEvent, type ComponentPropsWithRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Input } from "./input.tsx";

interface SecretInputProps extends Omit<ComponentPropsWithRef<"input">, "type" | "value" | "onChange"> {
  value: string;
  onValueChange: (value: string) => void;
}

// Told apart by each password manager: none of them may offer, keep or fill this field.
const leaveAlone = {
  autoComplete: "off",
  "data-1p-ignore": "true",
  "data-bwignore": "true",
  "data-lpignore": "true",
  "data-form-type": "other",
  "data-protonpass-ignore": "true",
} as const;

/** A secret, masked, pasted freely, never filled in; blanks around it go, and it says so. */
export function SecretInput({ value, onValueChange, ...rest }: SecretInputProps) {
  const t = useTranslations("ui");
  const [wasTrimmed, setWasTrimmed] = useState(false);

  function change(event: ChangeEvent<HTMLInputElement>) {
    const typed = event.target.value;
    const trimmed = typed.trim();
    setWasTrimmed(trimmed !== typed);
    onValueChange(trimmed);
  }

  return (
    <>
      <Input
        {...leaveAlone}
        spellCheck={false}
        {...rest}
        isMono
        type="password"
        value={value}
        onChange={change}
      />
      <p role="status" className="text-sm text-ink-3 empty:hidden">
        {wasTrimmed ? t("secretTrimmed") : ""}
      </p>
    </>
  );
}
