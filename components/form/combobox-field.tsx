"use client";

import type { FieldValues } from "react-hook-form";
import { Combobox } from "#components/ui/combobox.tsx";
import type { ComboboxOption } from "#components/ui/combobox-options.ts";
import { FormField, type FormFieldProps } from "./form-field.tsx";

interface ComboboxFieldProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  options: readonly ComboboxOption[];
  placeholder?: string;
  searchLabel?: string;
  emptyText?: string;
  disabled?: boolean;
}

/** One of many, searched, in a form. Its empty value is "". */
export function ComboboxField<V extends FieldValues, O>({
  options,
  placeholder,
  searchLabel,
  emptyText,
  disabled,
  ...frame
}: ComboboxFieldProps<V, O>) {
  return (
    <FormField {...frame}>
      {(control, field) => (
        <Combobox
          {...control}
          options={options}
          value={field.value || null}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          placeholder={placeholder}
          searchLabel={searchLabel}
          emptyText={emptyText}
          disabled={disabled}
        />
      )}
    </FormField>
  );
}
