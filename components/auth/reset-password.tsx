"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { useFragment } from "#components/ui/use-fragment.ts";
import { completePasswordResetSchema, passwordResetSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";

/** The page of a link to a new password. The token stands behind the #, and goes to the server in bodies alone. */
export function ResetPassword() {
  const t = useTranslations("auth.reset");
  const token = useFragment();
  const [isDone, setIsDone] = useState(false);
  const reset = useQuery({
    queryKey: ["password-reset", token],
    queryFn: ({ signal }) =>
      apiFetch("/api/password/reset/preview", {
        ...{ method: "POST", body: { token }, schema: passwordResetSchema, signal },
      }),
    enabled: Boolean(token) && !isDone,
    ...{ retry: false, gcTime: 0, refetchOnWindowFocus: false },
  });
  if (isDone) return <Done />;
  if (token === "") return <Notice tone="bad">{t("incomplete")}</Notice>;
  if (reset.isError) {
    return (
      <>
        <ErrorNotice className="w-full" error={reset.error} />
        <LinkButton href="/forgot-password">{t("again")}</LinkButton>
      </>
    );
  }
  if (!token || !reset.data) {
    return (
      <Loading>
        <Skeleton className="w-64" />
      </Loading>
    );
  }
  return <NewPasswordForm token={token} email={reset.data.email} onDone={() => setIsDone(true)} />;
}

interface NewPasswordFormProps {
  token: string;
  email: string;
  onDone: () => void;
}

function NewPasswordForm({ token, email, onDone }: NewPasswordFormProps) {
  const t = useTranslations("auth.reset");
  const form = useZodForm(completePasswordResetSchema, { defaultValues: { token, newPassword: "" } });
  return (
    <Form
      form={form}
      aria-label={t("title")}
      className="grid w-full gap-4.5"
      onSubmit={async (body) => {
        await apiFetch("/api/password/reset", { method: "POST", body });
        // The link is used up; what is left of it in the history leads nowhere.
        history.replaceState(null, "", location.pathname);
        onDone();
      }}
    >
      <ErrorSummary />
      <p className="wrap-anywhere text-ink-2">{t("for", { email })}</p>
      {/* For password managers: the account that the password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        control={form.control}
        name="newPassword"
        label={t("newPassword")}
        hint={t("newPasswordHint")}
        autoComplete="new-password"
        isRequired
      />
      <SubmitButton>{t("submit")}</SubmitButton>
    </Form>
  );
}

function Done() {
  const t = useTranslations("auth.reset");
  return (
    <>
      <Notice tone="ok" isAnnounced className="w-full" title={t("doneTitle")}>
        {t("doneDetail")}
      </Notice>
      <LinkButton variant="primary" href="/sign-in">
        {t("signIn")}
      </LinkButton>
    </>
  );
}
