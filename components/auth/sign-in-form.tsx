"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { signInSchema } from "#lib/auth/contract.ts";
import { useSignIn } from "./use-sign-in.ts";

/** The way to a new password. */
function ForgotLink() {
  const t = useTranslations("auth.signIn");
  return (
    <p>
      <Link href="/forgot-password" className="text-accent underline underline-offset-2">
        {t("forgot")}
      </Link>
    </p>
  );
}

/** E-mail and password; afterwards the browser goes to `returnTo`, a path of ours. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const t = useTranslations("auth.signIn");
  const signIn = useSignIn();
  const form = useZodForm(signInSchema, { defaultValues: { email: "", password: "" } });
  return (
    <Form
      form={form}
      className="grid w-full gap-4.5"
      aria-label={t("title")}
      onSubmit={async ({ email, password }) => {
        await signIn(email, password);
        location.assign(returnTo);
      }}
    >
      <ErrorSummary />
      <TextField
        control={form.control}
        name="email"
        label={t("email")}
        type="email"
        autoComplete="username"
        isRequired
      />
      <PasswordField
        control={form.control}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        isRequired
      />
      <SubmitButton>{t("submit")}</SubmitButton>
      <ForgotLink />
    </Form>
  );
}
