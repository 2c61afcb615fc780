"use client";

import type { FieldPath } from "react-hook-form";
import { useTranslations } from "use-intl";
import { TextField } from "#components/form/text-field.tsx";
import type { SectionProps } from "./form-type.ts";
import type { OfferingValues } from "./offering-values.ts";

interface LinesFieldProps extends SectionProps {
  name: FieldPath<OfferingValues>;
  label: string;
  hint?: string;
}

/** Parameters or headers, one `name=value` a line. */
export function LinesField({ control, name, label, hint }: LinesFieldProps) {
  const t = useTranslations("customOfferings.fields");
  return (
    <TextField
      control={control}
      name={name}
      label={label}
      hint={hint ?? t("linesHint")}
      isOptional
      isMono
      isMultiline
    />
  );
}
