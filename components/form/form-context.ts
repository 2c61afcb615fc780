"use client";

import { createContext, type ReactNode, useContext } from "react";

export interface FormContextValue {
  formId: string;
  /** What the server said that belongs to no field. */
  failure: unknown;
  /** Rises with every refused submit, so that the summary takes focus again. */
  refusals: number;
  /** The labels of the fields by their names, so that the summary can say which one it means. */
  labels: Map<string, ReactNode>;
}

export const FormContext = createContext<FormContextValue | null>(null);

/** The form around; throws when a field stands outside `<Form>`. */
export function useFormFrame(): FormContextValue {
  const frame = useContext(FormContext);
  if (!frame) throw new Error("a form field was rendered outside <Form>");
  return frame;
}

/** The id of a field's control: stable, so that the error summary can link to it. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replaceAll(".", "-")}`;
}
