"use client";

import { useFormState } from "react-hook-form";
import { fieldId, useFormFrame } from "#components/form/form-context.ts";
import { FieldError } from "#components/ui/field.tsx";
import type { SectionProps } from "./form-type.ts";

/** What is wrong with a list of rows as a whole; the summary links here. */
export function ListError({
  control,
  name,
}: SectionProps & { name: "data.scopes.catalog" | "data.variables" }) {
  const { formId } = useFormFrame();
  const { errors } = useFormState({ control, name });
  const error = name === "data.variables" ? errors.data?.variables : errors.data?.scopes?.catalog;
  if (typeof error?.message !== "string") return null;
  const id = fieldId(formId, name);
  return (
    <div id={id} tabIndex={-1} className="border-b px-5 py-3">
      <FieldError id={`${id}-error`}>{error.message}</FieldError>
    </div>
  );
}
