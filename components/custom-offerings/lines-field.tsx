"use client";

import type { FieldPath } from "react-hook-form";
import { useTranslations } from "use-intl";
import { FormField } from "#components/form/form-field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { SectionProps } from "./form-type.ts";
import type { OfferingValues } from "./offering-values.ts";

interface LinesFieldProps extends SectionProps {
  name: FieldPath<OfferingValues>;
  label: string;
  hint?: string;
}

/** Parameters or headers, one `name=value` a line: one line high until there are more. */
export function LinesField({ control, name, label, hint }: LinesFieldProps) {
  const t = useTranslations("customOfferings.fields");
  return (
    <FormField control={control} name={name} label={label} hint={hint ?? t("linesHint")} isOptional>
      {(wiring, { value, ...field }) => (
        <Textarea {...wiring} {...field} isMono rows={1} className="min-h-9 py-1.75" value={String(value)} />
      )}
    </FormField>
  );
}
