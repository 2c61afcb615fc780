"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import type { FieldValues } from "react-hook-form";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormField, type FormFieldProps } from "./form-field.tsx";

interface PasswordFieldProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  autoComplete: "current-password" | "new-password";
}

/** A person's own password: password managers are welcome, and it can be looked at. */
export function PasswordField<V extends FieldValues, O>({
  autoComplete,
  ...frame
}: PasswordFieldProps<V, O>) {
  const t = useTranslations("form");
  const [isShown, setIsShown] = useState(false);
  return (
    <FormField {...frame}>
      {(control, field) => (
        <div className="relative">
          <Input
            {...control}
            {...field}
            value={field.value ?? ""}
            type={isShown ? "text" : "password"}
            autoComplete={autoComplete}
            spellCheck={false}
            autoCapitalize="none"
            className="pr-10"
          />
          <IconButton
            label={isShown ? t("hidePassword") : t("showPassword")}
            icon={isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            size="sm"
            onClick={() => setIsShown(!isShown)}
            className="absolute top-1 right-1"
          />
        </div>
      )}
    </FormField>
  );
}
