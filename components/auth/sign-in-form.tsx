"use client";

import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { signInSchema } from "#lib/auth/contract.ts";
import { CodeForm } from "./code-form.tsx";
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

/** E-mail and password, and a code where a second factor is on; afterwards the browser goes to `returnTo`, a path of ours. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const t = useTranslations("auth.signIn");
  const signIn = useSignIn();
  const form = useZodForm(signInSchema, { defaultValues: { email: "", password: "" } });
  const [isCodeDue, setIsCodeDue] = useState(false);
  const goOn = () => location.assign(returnTo);
  if (isCodeDue) return <CodeForm onSignedIn={goOn} onBack={() => setIsCodeDue(false)} />;
  return (
    <Form
      form={form}
      className="grid w-full gap-4.5"
      aria-label={t("title")}
      onSubmit={async ({ email, password }) => {
        const result = await signIn(email, password);
        if (result === "signed-in") return goOn();
        form.reset({ email, password: "" });
        setIsCodeDue(true);
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
