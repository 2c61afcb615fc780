"use client";

import { type UseFormReturn, useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { fieldId, useFormFrame } from "#components/form/form-context.ts";
import { SelectField } from "#components/form/select-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { FieldError } from "#components/ui/field.tsx";
import type { CreatedApiKey } from "#lib/api-keys/contract.ts";
import { type ApiKeyScope, apiKeyScopes } from "#lib/core/permissions.ts";
import { type CreateValues, createForm, defaultValues, lifetimes } from "./create-values.ts";
import { LimitFields } from "./limit-fields.tsx";
import { PlaceSelect } from "./place-select.tsx";
import { useApplicationChoices, useCreateApiKey, useRuntimeConfigurationChoices } from "./queries.ts";

type CreateForm = UseFormReturn<CreateValues, unknown, z.output<typeof createForm>>;

/** Name, scopes and life of a new key, and what it belongs to where there is a choice. Hands over the answer that holds it. */
export function CreateApiKeyForm({ onCreated }: { onCreated: (created: CreatedApiKey) => void }) {
  const t = useTranslations("apiKeys");
  const create = useCreateApiKey();
  const applications = useApplicationChoices().data;
  const runtimeConfigurations = useRuntimeConfigurationChoices().data;
  const form = useZodForm(createForm, { defaultValues });
  return (
    <Form
      form={form}
      className="grid gap-4"
      onSubmit={async (values) => onCreated(await create.mutateAsync(values))}
    >
      <ErrorSummary />
      <TextField
        control={form.control}
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        isRequired
        maxLength={80}
      />
      <PlaceSelect
        control={form.control}
        name="applicationId"
        label={t("application")}
        hint={t("applicationHint")}
        choices={applications}
      />
      <PlaceSelect
        control={form.control}
        name="runtimeConfigurationId"
        label={t("runtimeConfiguration")}
        hint={t("runtimeConfigurationHint")}
        choices={runtimeConfigurations}
      />
      <ScopesField form={form} />
      <LimitFields control={form.control} />
      <SelectField
        control={form.control}
        name="lifetime"
        label={t("expires")}
        options={lifetimes.map((value) => ({ value, label: t(`lifetime.d${value}`) }))}
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("create")}</SubmitButton>
      </div>
    </Form>
  );
}

function ScopesField({ form }: { form: CreateForm }) {
  const t = useTranslations("apiKeys");
  const { formId } = useFormFrame();
  const { field, fieldState } = useController({ control: form.control, name: "scopes" });
  const id = fieldId(formId, "scopes");
  const error = fieldState.error?.message;
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className="grid gap-1.5"
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className="mb-1.5 font-medium text-ink">{t("scopes")}</legend>
      <ul className="divide-y rounded-lg border border-line-strong">
        {apiKeyScopes.map((scope) => (
          <li key={scope}>
            <CheckboxRow
              label={<code>{scope}</code>}
              description={t(`scope.${scope.replace(":", "_") as ScopeKey}`)}
              checked={field.value.includes(scope)}
              onCheckedChange={(isOn) =>
                field.onChange(isOn ? [...field.value, scope] : field.value.filter((one) => one !== scope))
              }
            />
          </li>
        ))}
      </ul>
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </fieldset>
  );
}

type ScopeKey = ApiKeyScope extends infer S
  ? S extends `${infer Noun}:${infer Verb}`
    ? `${Noun}_${Verb}`
    : never
  : never;
