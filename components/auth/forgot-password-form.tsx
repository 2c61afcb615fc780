"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Notice } from "#components/ui/notice.tsx";
import { requestPasswordResetSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";

/** Asks for a link to a new password; what it says then is the same for every address. */
export function ForgotPasswordForm() {
  const t = useTranslations("auth");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useZodForm(requestPasswordResetSchema, { defaultValues: { email: "" } });
  if (sentTo !== null) {
    return (
      <Notice tone="ok" isAnnounced className="w-full" title={t("forgot.sentTitle")}>
        <span className="wrap-anywhere">{t("forgot.sentDetail", { email: sentTo })}</span>
      </Notice>
    );
  }
  return (
    <Form
      form={form}
      className="grid w-full gap-4.5"
      aria-label={t("forgot.title")}
      onSubmit={async (body) => {
        await apiFetch("/api/password/reset-requests", { method: "POST", body });
        setSentTo(body.email);
      }}
    >
      <ErrorSummary />
      <TextField
        control={form.control}
        name="email"
        label={t("signIn.email")}
        type="email"
        autoComplete="username"
        isRequired
      />
      <SubmitButton>{t("forgot.submit")}</SubmitButton>
    </Form>
  );
}
