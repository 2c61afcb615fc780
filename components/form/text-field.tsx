"use client";

import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute } from "react";
import type { FieldValues } from "react-hook-form";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { FormField, type FormFieldProps } from "./form-field.tsx";

interface TextFieldProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  type?: HTMLInputTypeAttribute;
  placeholder?: string;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  isMono?: boolean;
  /** Several lines. */
  isMultiline?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  maxLength?: number;
}

/** One line of text in a form, or several. */
export function TextField<V extends FieldValues, O>({
  type = "text",
  autoComplete = "off",
  isMultiline,
  ...props
}: TextFieldProps<V, O>) {
  const { placeholder, isMono, disabled, autoFocus, maxLength, ...frame } = props;
  const common = { placeholder, isMono, autoFocus, maxLength, autoComplete };
  return (
    <FormField {...frame}>
      {(control, field) =>
        isMultiline ? (
          <Textarea {...common} {...control} {...field} value={field.value ?? ""} disabled={disabled} />
        ) : (
          <Input
            {...common}
            {...control}
            {...field}
            value={field.value ?? ""}
            type={type}
            disabled={disabled}
          />
        )
      }
    </FormField>
  );
}
