"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toast } from "#components/ui/toast.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { useUpdateIntegration } from "./queries.ts";
import { TrustPanel, UpdateAccessPanel, UserLoginPanel } from "./update-access-panels.tsx";
import { UpdateClientPanel, UpdateScopesPanel } from "./update-integration-panels.tsx";
import { areValuesEqual, updateForm, valuesOf } from "./update-integration-values.ts";

interface UpdateIntegrationFormProps {
  integration: Integration;
  offering: Offering | null;
  onSaved: (saved: Integration) => void;
}

/** Everything that may be changed but the secret. A new client id says first how many connections must reconnect. */
export function UpdateIntegrationForm({ integration, offering, onSaved }: UpdateIntegrationFormProps) {
  const t = useTranslations("integrations.settings");
  const update = useUpdateIntegration(integration.id);
  const { base, form, fillFrom } = useFormOf(integration, offering);
  return (
    <Form
      form={form}
      aria-label={t("title")}
      className="grid gap-4.5"
      onSubmit={async (changes) => {
        const saved = await update.mutateAsync(changes);
        fillFrom(saved);
        onSaved(saved);
        toast(t("saved"));
      }}
    >
      <ErrorSummary />
      <Panel title={t("general")}>
        <div className="grid gap-4">
          <TextField control={form.control} name="name" label={t("name")} isRequired maxLength={120} />
          <TextField
            control={form.control}
            name="slug"
            label={t("slug")}
            hint={t("slugHint")}
            isRequired
            isMono
          />
        </div>
      </Panel>
      <UpdateClientPanel form={form} integration={base} offering={offering} />
      {issuesTokens(base.kind) ? (
        <UpdateScopesPanel form={form} integration={base} offering={offering} />
      ) : null}
      {base.kind === "oauth2" ? <UserLoginPanel form={form} offering={offering} /> : null}
      <UpdateAccessPanel form={form} kind={base.kind} />
      <TrustPanel form={form} />
      <div className="flex flex-wrap justify-end gap-2">
        {form.formState.isDirty ? (
          <Button variant="quiet" onClick={() => fillFrom(integration)}>
            {t("discard")}
          </Button>
        ) : null}
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

/**
 * The form, filled from the state of the integration that it was opened with. A newer state replaces that while nothing
 * is typed, or when it differs only outside the form; else the save answers 409, and Discard takes the newer one.
 */
function useFormOf(integration: Integration, offering: Offering | null) {
  const [base, setBase] = useState(integration);
  const form = useZodForm(updateForm(base, offering), { defaultValues: valuesOf(integration) });
  const { isDirty } = form.formState;

  function fillFrom(state: Integration) {
    setBase(state);
    form.reset(valuesOf(state));
  }

  useEffect(() => {
    if (integration.updatedAt === base.updatedAt) return;
    if (isDirty && !areValuesEqual(integration, base)) return;
    setBase(integration);
    if (!isDirty) form.reset(valuesOf(integration));
  }, [integration, base, isDirty, form]);

  return { base, form, fillFrom };
}
