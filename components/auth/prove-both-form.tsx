"use client";

import { useTranslations } from "use-intl";
import type { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { proveBothSchema } from "#lib/auth/contract.ts";

interface ProveBothFormProps {
  /** Names the act, on the button and as the form's name. */
  act: string;
  onSubmit: (proof: z.output<typeof proveBothSchema>) => Promise<unknown>;
}

/** Password and code, asked for before an act on the second factor itself. */
export function ProveBothForm({ act, onSubmit }: ProveBothFormProps) {
  const t = useTranslations("auth.secondFactor");
  const form = useZodForm(proveBothSchema, { defaultValues: { password: "", code: "" } });
  return (
    <Form form={form} aria-label={act} className="grid gap-4" onSubmit={onSubmit}>
      <ErrorSummary />
      <PasswordField
        control={form.control}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        isRequired
      />
      <TextField
        control={form.control}
        name="code"
        label={t("code")}
        autoComplete="one-time-code"
        isMono
        isRequired
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{act}</SubmitButton>
      </div>
    </Form>
  );
}
