"use client";

import { useTranslations } from "use-intl";
import type { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { provePasswordSchema } from "#lib/auth/contract.ts";

interface OwnPasswordFormProps {
  /** Names the act, on the button and as the form's name. */
  act: string;
  onSubmit: (proof: z.output<typeof provePasswordSchema>) => Promise<unknown>;
}

/** One's own password, asked for before an act on somebody else's account. */
export function OwnPasswordForm({ act, onSubmit }: OwnPasswordFormProps) {
  const t = useTranslations("workspaces.members");
  const form = useZodForm(provePasswordSchema, { defaultValues: { password: "" } });
  return (
    <Form form={form} aria-label={act} className="grid gap-4" onSubmit={onSubmit}>
      <ErrorSummary />
      <PasswordField
        control={form.control}
        name="password"
        label={t("yourPassword")}
        autoComplete="current-password"
        isRequired
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{act}</SubmitButton>
      </div>
    </Form>
  );
}
