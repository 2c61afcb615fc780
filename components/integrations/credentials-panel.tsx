"use client";

import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SecretField } from "#components/form/secret-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Panel } from "#components/ui/panel.tsx";
import { type Integration, rotateSecretInput, updateIntegrationInput } from "#lib/integrations/contract.ts";
import { useRotateSecret, useUpdateIntegration } from "./queries.ts";

const credentialsForm = z
  .custom<{ clientId: string; clientSecret: string }>()
  .transform(
    ({ clientId, clientSecret }): { clientId?: string | undefined; clientSecret?: string | undefined } =>
      clientSecret ? { clientId, clientSecret } : { clientId },
  )
  .pipe(
    z.object({
      clientId: updateIntegrationInput.shape.clientId,
      clientSecret: rotateSecretInput.shape.clientSecret.optional(),
    }),
  );

/** Client id and secret of an integration that is not proven yet. Saving asks the provider at once. */
export function CredentialsPanel({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.credentials");
  const { id, clientId, clientSecret, ownClientConnectionCount } = integration;
  const update = useUpdateIntegration(id);
  const rotate = useRotateSecret(id);
  const form = useZodForm(credentialsForm, { defaultValues: { clientId, clientSecret: "" } });
  const provider = integration.offering.displayName;
  const isPublic = integration.clientAuthentication === "none";

  async function save(values: z.output<typeof credentialsForm>) {
    if (values.clientId !== clientId)
      await update.mutateAsync({
        clientId: values.clientId,
        acknowledgedConnections: ownClientConnectionCount,
      });
    if (values.clientSecret)
      await rotate.mutateAsync({ clientSecret: values.clientSecret, keepPreviousHours: 0 });
    form.reset({ clientId: values.clientId ?? "", clientSecret: "" });
  }

  return (
    <Panel
      title={clientId && clientSecret.isSet ? t("correct") : t("enter")}
      description={t("detail", { provider })}
    >
      <Form form={form} aria-label={t("enter")} className="grid gap-4" onSubmit={save}>
        <ErrorSummary />
        <TextField control={form.control} name="clientId" label={t("clientId")} isMono />
        {isPublic ? null : (
          <SecretField
            control={form.control}
            name="clientSecret"
            label={t("clientSecret")}
            hint={
              clientSecret.isSet ? t("keepsSecret", { last4: clientSecret.last4 ?? "" }) : t("secretHint")
            }
          />
        )}
        <div className="flex justify-end">
          <SubmitButton>{t("submit")}</SubmitButton>
        </div>
      </Form>
    </Panel>
  );
}
