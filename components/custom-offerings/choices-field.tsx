"use client";

import { useController } from "react-hook-form";
import { fieldId, useFormFrame } from "#components/form/form-context.ts";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import { FieldError } from "#components/ui/field.tsx";
import type { SectionProps } from "./form-type.ts";

interface ChoicesFieldProps extends SectionProps {
  name: "data.accepts" | "data.clientAuth.supported";
  label: string;
  options: readonly { value: string; label: string; description: string }[];
}

/** Any of a few, in the order in which they are listed. */
export function ChoicesField({ control, name, label, options }: ChoicesFieldProps) {
  const { formId } = useFormFrame();
  const { field, fieldState } = useController({ control, name });
  const chosen: readonly string[] = field.value;
  const id = fieldId(formId, name);
  const error = fieldState.error?.message;

  function toggle(value: string, isChecked: boolean) {
    const all = options.map((option) => option.value);
    field.onChange(all.filter((one) => (one === value ? isChecked : chosen.includes(one))));
  }

  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={error ? `${id}-error` : undefined}
      className="grid gap-1.5"
    >
      <legend className="mb-1.5 font-medium text-ink">{label}</legend>
      <div className="divide-y rounded-lg border border-line-strong">
        {options.map(({ value, ...words }) => (
          <CheckboxRow
            key={value}
            {...words}
            checked={chosen.includes(value)}
            onCheckedChange={(isChecked) => toggle(value, isChecked)}
            onBlur={field.onBlur}
          />
        ))}
      </div>
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </fieldset>
  );
}
