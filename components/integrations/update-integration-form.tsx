"use client";

import { useController, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { fieldId, useFormFrame } from "#components/form/form-context.ts";
import { SelectField } from "#components/form/select-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { toast } from "#components/ui/toast.tsx";
import {
  type Integration,
  type UpdateIntegrationInput,
  updateIntegrationInput,
} from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { useUpdateIntegration } from "./queries.ts";
import { ScopeList } from "./scope-list.tsx";

interface UpdateValues {
  name: string;
  slug: string;
  credentialSource: Integration["credentialSource"];
  clientId: string;
  clientAuthentication: Integration["clientAuthentication"];
  scopes: string[];
  variables: Record<string, string>;
  hasAcknowledged: boolean;
}

interface UpdateIntegrationFormProps {
  integration: Integration;
  offering: Offering | null;
  onSaved: (saved: Integration) => void;
}

/** Name, slug, client id and scopes. A new client id says first how many connections must reconnect. */
export function UpdateIntegrationForm({ integration, offering, onSaved }: UpdateIntegrationFormProps) {
  const t = useTranslations("integrations.settings");
  const update = useUpdateIntegration(integration.id);
  const form = useZodForm(updateForm(integration), {
    defaultValues: { ...valuesOf(integration), hasAcknowledged: false },
  });
  return (
    <Form
      form={form}
      aria-label={t("title")}
      className="grid gap-4.5"
      onSubmit={async (changes) => {
        onSaved(await update.mutateAsync(changes));
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
      <Panel title={t("client")} description={t("clientDetail")}>
        <div className="grid gap-4">
          <ClientSourceField form={form} integration={integration} offering={offering} />
          <OwnClientFields form={form} integration={integration} offering={offering} />
          {(offering?.variables ?? []).map((variable) => (
            <TextField
              key={variable.name}
              control={form.control}
              name={`variables.${variable.name}`}
              label={variable.label}
              placeholder={variable.example ?? undefined}
              isMono
            />
          ))}
          <ReconnectWarning form={form} integration={integration} />
        </div>
      </Panel>
      <ScopesPanel form={form} offering={offering} />
      <div className="flex justify-end">
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

type UpdateForm = ReturnType<typeof useZodForm<UpdateValues, z.output<typeof updateIntegrationInput>>>;

interface ClientFieldsProps extends Omit<UpdateIntegrationFormProps, "onSaved"> {
  form: UpdateForm;
}

/** A client of one's own or the deployment's: shown where there is a choice. */
function ClientSourceField({ form, integration, offering }: ClientFieldsProps) {
  const t = useTranslations("integrations.source");
  const { field } = useController({ control: form.control, name: "credentialSource" });
  if (!offering?.deploymentClient) return null;
  return (
    <RadioGroup
      label={t("title")}
      value={field.value}
      onValueChange={(source) => {
        field.onChange(source);
        const isOwn = source === integration.credentialSource;
        form.setValue("clientId", isOwn || source === "deployment" ? integration.clientId : "");
        form.setValue("clientAuthentication", integration.clientAuthentication);
      }}
      options={[
        { value: "own", label: t("own"), description: t("ownHint") },
        { value: "deployment", label: t("deployment"), description: t("deploymentHint") },
      ]}
    />
  );
}

function OwnClientFields({ form, integration, offering }: ClientFieldsProps) {
  const t = useTranslations("integrations.settings");
  const source = useWatch({ control: form.control, name: "credentialSource" });
  if (source === "deployment") return null;
  return (
    <>
      <TextField control={form.control} name="clientId" label={t("clientId")} isMono />
      <SelectField
        control={form.control}
        name="clientAuthentication"
        label={t("authentication")}
        hint={t("authenticationHint")}
        options={(offering?.clientAuthentications ?? [integration.clientAuthentication]).map((value) => ({
          value,
          label: t(`way.${value}`),
        }))}
      />
    </>
  );
}

function ReconnectWarning({ form, integration }: { form: UpdateForm; integration: Integration }) {
  const t = useTranslations("integrations.settings");
  const { field } = useController({ control: form.control, name: "hasAcknowledged" });
  const [clientId, source] = form.watch(["clientId", "credentialSource"]);
  const count = integration.connectionCount;
  const isSame = clientId === integration.clientId && source === integration.credentialSource;
  if (isSame || count === 0) return null;
  return (
    <Notice tone="warn" isAnnounced title={t("reconnectTitle", { count })}>
      <label htmlFor="acknowledge-reconnect" className="mt-1 flex items-center gap-2.5">
        <Checkbox id="acknowledge-reconnect" checked={field.value} onCheckedChange={field.onChange} />
        {t("reconnectConfirm", { count })}
      </label>
    </Notice>
  );
}

function ScopesPanel({ form, offering }: { form: UpdateForm; offering: Offering | null }) {
  const t = useTranslations("integrations.scopes");
  const { formId } = useFormFrame();
  const { field, fieldState } = useController({ control: form.control, name: "scopes" });
  if (!offering) return null;
  return (
    <Panel title={t("title")} description={t("editDescription")} isFlush>
      <ScopeList
        id={fieldId(formId, "scopes")}
        offering={offering}
        value={field.value}
        onValueChange={field.onChange}
        error={fieldState.error?.message}
      />
    </Panel>
  );
}

function valuesOf(integration: Integration) {
  const { name, slug, credentialSource, clientId, clientAuthentication, scopes, variables } = integration;
  return { name, slug, credentialSource, clientId, clientAuthentication, scopes, variables };
}

/** Sends only what was changed, with the moment that the form was filled from, so that nobody's save is undone. */
function updateForm(integration: Integration) {
  const before: Record<string, unknown> = valuesOf(integration);
  return z
    .custom<UpdateValues>()
    .transform(({ hasAcknowledged, ...values }): UpdateIntegrationInput => {
      const changed = Object.entries(values).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
      );
      return {
        ...Object.fromEntries(changed),
        expectedUpdatedAt: integration.updatedAt,
        ...(hasAcknowledged ? { acknowledgedConnections: integration.connectionCount } : {}),
      };
    })
    .pipe(updateIntegrationInput);
}
