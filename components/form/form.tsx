"use client";

import { type ReactNode, useId, useState } from "react";
import { type FieldValues, FormProvider, type UseFormReturn } from "react-hook-form";
import { readProblem } from "#lib/browser/problem-error.ts";
import { applyProblem } from "./apply-problem.ts";
import { FormContext } from "./form-context.ts";

interface FormProps<V extends FieldValues, O> {
  form: UseFormReturn<V, unknown, O>;
  /** Sends the values. A thrown problem goes to the fields it points to, or to the summary. */
  onSubmit: (values: O) => Promise<unknown> | unknown;
  children: ReactNode;
  className?: string;
  "aria-label"?: string;
}

/** A form: checks, sends, and says at the right place what was wrong. Put `<ErrorSummary />` at its top. */
export function Form<V extends FieldValues, O>({
  form,
  onSubmit,
  children,
  className,
  ...rest
}: FormProps<V, O>) {
  const formId = useId();
  const [failure, setFailure] = useState<unknown>(null);
  const [refusals, setRefusals] = useState(0);
  const [labels] = useState(() => new Map<string, ReactNode>());

  async function send(values: O) {
    setFailure(null);
    try {
      await onSubmit(values);
    } catch (error) {
      const problem = readProblem(error);
      setFailure(problem && applyProblem(form, problem) ? null : error);
      setRefusals((count) => count + 1);
    }
  }

  function refuse() {
    setFailure(null);
    setRefusals((count) => count + 1);
  }

  return (
    <FormProvider {...form}>
      <FormContext value={{ formId, failure, refusals, labels }}>
        <form
          {...rest}
          noValidate
          className={className}
          onSubmit={(event) => void form.handleSubmit(send, refuse)(event)}
        >
          {children}
        </form>
      </FormContext>
    </FormProvider>
  );
}
