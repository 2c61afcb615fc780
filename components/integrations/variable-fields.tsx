"use client";

import type { Control, FieldPath, FieldValues } from "react-hook-form";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import type { Offering } from "#lib/offerings/contract.ts";

interface VariableFieldsProps<V extends FieldValues, O> {
  control: Control<V, unknown, O>;
  variables: Offering["variables"];
}

/** What an offering asks for besides the client (a subdomain, a region), as `variables.<name>` of the form. */
export function VariableFields<V extends FieldValues & { variables: Record<string, string> }, O>({
  control,
  variables,
}: VariableFieldsProps<V, O>) {
  return variables.map(({ name, label, required, choices, example }) => {
    const shared = {
      control,
      name: `variables.${name}` as FieldPath<V>,
      label,
      isRequired: required,
      isOptional: !required,
    };
    return choices ? (
      <SelectField key={name} {...shared} options={choices.map((value) => ({ value, label: value }))} />
    ) : (
      <TextField key={name} {...shared} placeholder={example ?? undefined} isMono />
    );
  });
}
