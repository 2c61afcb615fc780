"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type FieldValues, type UseFormProps, type UseFormReturn, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { fieldMessage } from "./field-message.ts";

type Options<Input extends FieldValues, Output> = Omit<UseFormProps<Input, unknown, Output>, "resolver">;

/**
 * A form whose rules are a contract's schema, the same as the server's. Errors show on submit and
 * then on every change; schemas without words of their own get ours.
 */
export function useZodForm<Input extends FieldValues, Output>(
  schema: z.ZodType<Output, Input>,
  options: Options<Input, Output>,
): UseFormReturn<Input, unknown, Output> {
  const t = useTranslations("form");
  return useForm<Input, unknown, Output>({
    mode: "onSubmit",
    reValidateMode: "onChange",
    shouldFocusError: false,
    ...options,
    resolver: zodResolver<Input, unknown, Output, z.ZodType<Output, Input>>(schema, {
      error: (issue) => {
        const { key, count } = fieldMessage(issue);
        return t(key, { count });
      },
    }),
  });
}
