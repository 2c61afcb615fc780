"use client";

import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { signIn } from "#lib/browser/sign-in.ts";
import { deploymentOwnerSchema, type Setup, setupSchema } from "#lib/workspaces/contract.ts";

/** The first set-up; whoever finishes it is signed in right away. */
export function SetupForm() {
  const t = useTranslations("auth.setup");
  const form = useZodForm(setupSchema, {
    defaultValues: {
      setupCode: "",
      name: "",
      email: "",
      password: "",
      workspaceName: t("workspaceNameDefault"),
    },
  });
  const { control } = form;
  return (
    <Form form={form} className="grid w-full gap-4.5" aria-label={t("title")} onSubmit={setUp}>
      <ErrorSummary />
      <TextField
        control={control}
        name="setupCode"
        label={t("code")}
        hint={t("codeHint")}
        isMono
        isRequired
      />
      <TextField control={control} name="name" label={t("name")} autoComplete="name" isRequired />
      <TextField
        control={control}
        name="email"
        label={t("email")}
        hint={t("emailHint")}
        type="email"
        autoComplete="username"
        isRequired
      />
      <PasswordField
        control={control}
        name="password"
        label={t("password")}
        hint={t("passwordHint")}
        autoComplete="new-password"
        isRequired
      />
      <TextField
        control={control}
        name="workspaceName"
        label={t("workspaceName")}
        hint={t("workspaceNameHint")}
        isRequired
      />
      <SubmitButton>{t("submit")}</SubmitButton>
    </Form>
  );
}

async function setUp(values: Setup): Promise<void> {
  await apiFetch("/api/setup", { method: "POST", body: values, schema: deploymentOwnerSchema });
  const result = await signIn(values.email, values.password);
  location.assign(result === "signed-in" ? "/oauth" : "/sign-in");
}
