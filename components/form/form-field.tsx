"use client";

import { type ReactNode, useEffect } from "react";
import {
  type Control,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  useController,
} from "react-hook-form";
import { type ControlProps, Field } from "#components/ui/field.tsx";
import { fieldId, useFormFrame } from "./form-context.ts";

/** What every field of a form takes. */
export interface FormFieldProps<V extends FieldValues, O> {
  control: Control<V, unknown, O>;
  name: FieldPath<V>;
  label: ReactNode;
  hint?: ReactNode;
  isRequired?: boolean;
  isOptional?: boolean;
  className?: string;
}

interface FormFieldFrameProps<V extends FieldValues, O> extends FormFieldProps<V, O> {
  children: (control: ControlProps, field: ControllerRenderProps<V, FieldPath<V>>) => ReactNode;
}

/** Ties any control to the form: value, error, label and hint. The fields below are made of it. */
export function FormField<V extends FieldValues, O>({
  control,
  name,
  children,
  ...rest
}: FormFieldFrameProps<V, O>) {
  const { formId, labels } = useFormFrame();
  const { field, fieldState } = useController({ control, name });
  useEffect(() => {
    labels.set(name, rest.label);
    return () => void labels.delete(name);
  }, [labels, name, rest.label]);
  return (
    <Field {...rest} id={fieldId(formId, name)} error={fieldState.error?.message}>
      {(wiring) => children(wiring, field)}
    </Field>
  );
}
