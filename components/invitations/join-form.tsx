"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { readProblem } from "#lib/browser/problem-error.ts";
import { acceptInvitationSchema, type InvitationPreview } from "#lib/invitations/contract.ts";

/** Joins as somebody who is not signed in: with the account's password, or with a name and a new one. */
export function JoinForm({ token, preview }: { token: string; preview: InvitationPreview }) {
  const t = useTranslations("invitations.accept");
  const { hasAccount, email, workspaceName } = preview;
  const [isCodeDue, setIsCodeDue] = useState(false);
  const form = useZodForm(acceptInvitationSchema, {
    defaultValues: { token, password: "", ...(hasAccount ? {} : { name: "" }) },
  });
  return (
    <Form
      form={form}
      aria-label={t("title")}
      className="grid w-full gap-4.5"
      onSubmit={async (body) => {
        try {
          await apiFetch("/api/invitations/acceptance", { method: "POST", body });
        } catch (error) {
          if (isCodeDue || readProblem(error)?.code !== "second-factor-required") throw error;
          return setIsCodeDue(true);
        }
        location.assign("/oauth");
      }}
    >
      <ErrorSummary />
      <p className="text-ink-2">{hasAccount ? t("hasAccount") : t("newAccount")}</p>
      {/* For password managers: the account that the password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {hasAccount ? null : (
        <TextField control={form.control} name="name" label={t("name")} autoComplete="name" isRequired />
      )}
      <PasswordField
        control={form.control}
        name="password"
        label={t("password")}
        hint={hasAccount ? undefined : t("passwordHint")}
        autoComplete={hasAccount ? "current-password" : "new-password"}
        isRequired
      />
      {isCodeDue ? (
        <TextField
          control={form.control}
          name="code"
          label={t("code")}
          hint={t("codeHint")}
          autoComplete="one-time-code"
          isMono
          isRequired
          autoFocus
        />
      ) : null}
      <SubmitButton>{t("join", { workspace: workspaceName })}</SubmitButton>
    </Form>
  );
}
