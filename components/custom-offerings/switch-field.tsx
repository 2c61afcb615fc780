"use client";

import { type FieldPath, useController } from "react-hook-form";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import type { SectionProps } from "./form-type.ts";
import type { OfferingValues } from "./offering-values.ts";

interface SwitchFieldProps extends SectionProps {
  name: FieldPath<OfferingValues>;
  label: string;
  description?: string;
}

/** One thing that is so or not. */
export function SwitchField({ control, name, label, description }: SwitchFieldProps) {
  const { field } = useController({ control, name });
  return (
    <CheckboxRow
      className="-mx-4 rounded-md"
      label={label}
      description={description}
      checked={field.value === true}
      onCheckedChange={field.onChange}
      onBlur={field.onBlur}
    />
  );
}
