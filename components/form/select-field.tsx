"use client";

import type { FieldValues } from "react-hook-form";
import { Select, type SelectOption } from "#components/ui/select.tsx";
import { FormField, type FormFieldProps } from "./form-field.tsx";

interface SelectFieldProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  options: readonly SelectOption[];
  placeholder?: string;
  disabled?: boolean;
}

/** One of a few, in a form. */
export function SelectField<V extends FieldValues, O>({
  options,
  placeholder,
  disabled,
  ...frame
}: SelectFieldProps<V, O>) {
  return (
    <FormField {...frame}>
      {(control, field) => (
        <Select
          {...control}
          options={options}
          value={field.value || null}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          placeholder={placeholder}
          disabled={disabled}
        />
      )}
    </FormField>
  );
}
