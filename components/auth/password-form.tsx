"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Panel } from "#components/ui/panel.tsx";
import { toast } from "#components/ui/toast.tsx";
import { updatePasswordSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";

/** Changes one's own password; every other session of this person ends. */
export function PasswordForm() {
  const t = useTranslations("auth.account");
  const form = useZodForm(updatePasswordSchema, { defaultValues: { currentPassword: "", newPassword: "" } });
  const update = useMutation({
    mutationFn: (body: z.output<typeof updatePasswordSchema>) =>
      apiFetch("/api/password", { method: "PUT", body }),
  });
  return (
    <Panel title={t("passwordTitle")} description={t("passwordDetail")}>
      <Form
        form={form}
        aria-label={t("passwordTitle")}
        className="grid max-w-md gap-4"
        onSubmit={async (values) => {
          await update.mutateAsync(values);
          form.reset();
          toast(t("passwordChanged"));
        }}
      >
        <ErrorSummary />
        <PasswordField
          control={form.control}
          name="currentPassword"
          label={t("currentPassword")}
          autoComplete="current-password"
          isRequired
        />
        <PasswordField
          control={form.control}
          name="newPassword"
          label={t("newPassword")}
          hint={t("newPasswordHint")}
          autoComplete="new-password"
          isRequired
        />
        <div>
          <SubmitButton>{t("changePassword")}</SubmitButton>
        </div>
      </Form>
    </Panel>
  );
}
