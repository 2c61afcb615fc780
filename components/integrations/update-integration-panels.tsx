"use client";

import { type UseFormReturn, useController, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { fieldId, useFormFrame } from "#components/form/form-context.ts";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { ScopeImpact } from "./scope-impact.tsx";
import { ScopeList } from "./scope-list.tsx";
import { reconnectsOf, type UpdateIntegrationValues, type updateForm } from "./update-integration-values.ts";
import { VariableFields } from "./variable-fields.tsx";

export interface PanelProps {
  form: UseFormReturn<UpdateIntegrationValues, unknown, z.output<ReturnType<typeof updateForm>>>;
}

interface ClientPanelProps extends PanelProps {
  integration: Integration;
  offering: Offering | null;
}

/** Client id, how it authenticates, and what the offering asks for besides. */
export function UpdateClientPanel({ form, integration, offering }: ClientPanelProps) {
  const t = useTranslations("integrations.settings");
  const hasClient = issuesTokens(integration.kind);
  if (!hasClient && !offering?.variables.length) return null;
  return (
    <Panel
      title={hasClient ? t("client") : t("provider")}
      description={hasClient ? t("clientDetail") : t("providerDetail")}
    >
      <div className="grid gap-4">
        <ClientSourceField form={form} integration={integration} offering={offering} />
        <OwnClientFields form={form} integration={integration} offering={offering} />
        <VariableFields control={form.control} variables={offering?.variables ?? []} />
        <ReconnectWarning form={form} integration={integration} />
      </div>
    </Panel>
  );
}

/** A client of one's own or the deployment's: shown where there is a choice. */
function ClientSourceField({ form, integration, offering }: ClientPanelProps) {
  const t = useTranslations("integrations.source");
  const { field } = useController({ control: form.control, name: "credentialSource" });
  if (!offering?.deploymentClient || integration.kind !== "oauth2") return null;
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

function OwnClientFields({ form, integration, offering }: ClientPanelProps) {
  const t = useTranslations("integrations.settings");
  const source = useWatch({ control: form.control, name: "credentialSource" });
  const all = [integration.clientAuthentication, ...(offering?.clientAuthentications ?? [])];
  const ways = integration.kind === "oauth2" ? all : all.filter((way) => way !== "none");
  if (source === "deployment" || !issuesTokens(integration.kind)) return null;
  return (
    <>
      <TextField control={form.control} name="clientId" label={t("clientId")} isMono />
      <SelectField
        control={form.control}
        name="clientAuthentication"
        label={t("authentication")}
        hint={t("authenticationHint")}
        options={[...new Set(ways)].map((value) => ({ value, label: t(`way.${value}`) }))}
      />
    </>
  );
}

function ReconnectWarning({ form, integration }: Omit<ClientPanelProps, "offering">) {
  const t = useTranslations("integrations.settings");
  const { field } = useController({ control: form.control, name: "hasAcknowledged" });
  const [clientId, source, variables] = useWatch({
    control: form.control,
    name: ["clientId", "credentialSource", "variables"],
  });
  const count = reconnectsOf(integration, { variables });
  const isSame =
    clientId === integration.clientId &&
    source === integration.credentialSource &&
    JSON.stringify(variables) === JSON.stringify(integration.variables);
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

/** What connected accounts let Mooring do from the next sign-in on. */
export function UpdateScopesPanel({ form, integration, offering }: ClientPanelProps) {
  const t = useTranslations("integrations.scopes");
  const { kind } = integration;
  const { formId } = useFormFrame();
  const { field, fieldState } = useController({ control: form.control, name: "scopes" });
  if (!offering) return null;
  return (
    <Panel
      title={t("title")}
      description={t(kind === "oauth2" ? "editDescription" : "clientEditDescription")}
      isFlush
    >
      <ScopeList
        id={fieldId(formId, "scopes")}
        offering={offering}
        isForPeople={kind === "oauth2"}
        value={field.value}
        onValueChange={field.onChange}
        error={fieldState.error?.message}
      />
      <ScopeImpact integration={integration} scopes={field.value} />
    </Panel>
  );
}
