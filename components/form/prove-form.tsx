"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { type Proof, proveBothSchema, provePasswordSchema } from "#lib/auth/contract.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { Form } from "./form.tsx";
import { PasswordField } from "./password-field.tsx";
import { SubmitButton } from "./submit-button.tsx";
import { TextField } from "./text-field.tsx";
import { useZodForm } from "./use-zod-form.ts";

interface ProveFormProps {
  /** Names the act, on the button and as the form's name. */
  act: string;
  /** Where a second factor is on. */
  asksCode?: boolean;
  onSubmit: (proof: Proof) => Promise<unknown>;
}

/** One's own password, in a dialog before an act that a stolen session must not be enough for; and a code with it. */
export function ProveForm({ act, asksCode = false, onSubmit }: ProveFormProps) {
  const t = useTranslations("form.proof");
  const form = useZodForm<Proof, Proof>(asksCode ? proveBothSchema : provePasswordSchema, {
    defaultValues: { password: "", ...(asksCode && { code: "" }) },
  });
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
      {asksCode ? (
        <TextField
          control={form.control}
          name="code"
          label={t("code")}
          autoComplete="one-time-code"
          isMono
          isRequired
        />
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{act}</SubmitButton>
      </div>
    </Form>
  );
}
