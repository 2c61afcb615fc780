"use client";

import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { codeSchema } from "#lib/auth/contract.ts";
import { useSecondStep } from "./use-sign-in.ts";

const formSchema = z.object({ code: codeSchema });

interface CodeFormProps {
  onSignedIn: () => void;
  onBack: () => void;
}

/** The second step of a sign-in: a code of the app, or a recovery code. */
export function CodeForm({ onSignedIn, onBack }: CodeFormProps) {
  const t = useTranslations("auth.code");
  const enter = useSecondStep();
  const form = useZodForm(formSchema, { defaultValues: { code: "" } });
  return (
    <Form
      form={form}
      className="grid w-full gap-4.5"
      aria-label={t("title")}
      onSubmit={async ({ code }) => {
        await enter(code);
        onSignedIn();
      }}
    >
      <ErrorSummary />
      <p className="text-ink-2">{t("intro")}</p>
      <TextField
        control={form.control}
        name="code"
        label={t("code")}
        hint={t("hint")}
        autoComplete="one-time-code"
        isMono
        isRequired
        autoFocus
      />
      <SubmitButton>{t("submit")}</SubmitButton>
      <Button variant="quiet" onClick={onBack}>
        {t("back")}
      </Button>
    </Form>
  );
}
