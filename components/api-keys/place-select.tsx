"use client";

import type { FieldValues } from "react-hook-form";
import { FormField, type FormFieldProps } from "#components/form/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { PlaceChoices } from "./queries.ts";

interface PlaceSelectProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  choices: PlaceChoices | undefined;
}

/** What the key belongs to: shown where there is more than one, with the workspace's default chosen. */
export function PlaceSelect<V extends FieldValues, O>({ choices, ...frame }: PlaceSelectProps<V, O>) {
  if (!choices || choices.options.length < 2) return null;
  return (
    <FormField {...frame}>
      {(control, field) => (
        <Select
          {...control}
          options={choices.options}
          value={field.value ?? choices.defaultId ?? null}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
        />
      )}
    </FormField>
  );
}
