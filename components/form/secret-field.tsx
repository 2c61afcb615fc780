"use client";

import type { FieldValues } from "react-hook-form";
import { SecretInput } from "#components/ui/secret-input.tsx";
import { FormField, type FormFieldProps } from "./form-field.tsx";

interface SecretFieldProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  placeholder?: string;
  disabled?: boolean;
}

/** A client secret or an API key in a form. For a person's own password use `PasswordField`, which may be filled in. */
export function SecretField<V extends FieldValues, O>({
  placeholder,
  disabled,
  ...frame
}: SecretFieldProps<V, O>) {
  return (
    <FormField {...frame}>
      {(control, { value, onChange, ...field }) => (
        <SecretInput
          {...control}
          {...field}
          value={value ?? ""}
          onValueChange={onChange}
          placeholder={placeholder}
          disabled={disabled}
        />
      )}
    </FormField>
  );
}
