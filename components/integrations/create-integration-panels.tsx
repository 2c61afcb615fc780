"use client";

import { type UseFormReturn, useController, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { fieldId, useFormFrame } from "#components/form/form-context.ts";
import { SecretField } from "#components/form/secret-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import {
  type CreateIntegrationValues,
  type createIntegrationForm,
  usualScopes,
} from "./create-integration-values.ts";
import { ScopeList } from "./scope-list.tsx";
import { SecretExpiryField } from "./secret-expiry-field.tsx";
import { VariableFields } from "./variable-fields.tsx";

export type CreateForm = UseFormReturn<
  CreateIntegrationValues,
  unknown,
  z.output<ReturnType<typeof createIntegrationForm>>
>;

interface PanelProps {
  form: CreateForm;
  offering: Offering | null;
}

/** Client id, secret, and what the offering asks for besides (a subdomain, a region). */
export function CreateCredentialsPanel({ form, offering }: PanelProps) {
  const t = useTranslations("integrations.create");
  const [useSandboxClient, source, kind, clientSecret] = useWatch({
    control: form.control,
    name: ["useSandboxClient", "credentialSource", "kind", "clientSecret"],
  });
  const provider = offering?.displayName ?? t("theProvider");
  if (!issuesTokens(kind)) return <SettingsPanel form={form} offering={offering} />;

  return (
    <Panel
      title={t("credentialsTitle")}
      description={t("credentialsDetail", { provider })}
      action={
        offering?.isSandbox && !useSandboxClient && source === "own" ? (
          <Button onClick={() => form.setValue("useSandboxClient", true)}>{t("usePracticeClient")}</Button>
        ) : null
      }
    >
      <div className="grid gap-4">
        <ClientSourceField form={form} offering={offering} />
        <VariableFields control={form.control} variables={offering?.variables ?? []} />
        {source === "deployment" ? null : useSandboxClient ? (
          <Notice
            tone="ok"
            isAnnounced
            title={t("practiceTitle")}
            action={
              <Button variant="quiet" size="sm" onClick={() => form.setValue("useSandboxClient", false)}>
                {t("typeByHand")}
              </Button>
            }
          >
            {t("practiceDetail")}
          </Notice>
        ) : (
          <>
            <TextField control={form.control} name="clientId" label={t("clientId")} isMono />
            <SecretField
              control={form.control}
              name="clientSecret"
              label={t("clientSecret")}
              hint={t("clientSecretHint")}
            />
            {clientSecret ? (
              <SecretExpiryField control={form.control} name="secretExpiresOn" offering={offering} />
            ) : null}
          </>
        )}
      </div>
    </Panel>
  );
}

/** What the offering asks for where there is no client: a subdomain, a region. */
function SettingsPanel({ form, offering }: PanelProps) {
  const t = useTranslations("integrations.create");
  if (!offering || offering.variables.length === 0) return null;
  return (
    <Panel title={t("settingsTitle", { provider: offering.displayName })}>
      <div className="grid gap-4">
        <VariableFields control={form.control} variables={offering.variables} />
      </div>
    </Panel>
  );
}

/** A client of one's own or the deployment's, where there is one. */
function ClientSourceField({ form, offering }: PanelProps) {
  const t = useTranslations("integrations.source");
  const { field } = useController({ control: form.control, name: "credentialSource" });
  const kind = useWatch({ control: form.control, name: "kind" });
  if (!offering?.deploymentClient || kind !== "oauth2") return null;
  return (
    <RadioGroup
      label={t("title")}
      value={field.value}
      onValueChange={(source) => {
        field.onChange(source);
        form.setValue("scopes", usualScopes(offering, source));
      }}
      options={[
        { value: "own", label: t("own"), description: t("ownHint") },
        { value: "deployment", label: t("deployment"), description: t("deploymentHint") },
      ]}
    />
  );
}

/** What connected accounts let Mooring do. */
export function CreateScopesPanel({ form, offering }: PanelProps) {
  const t = useTranslations("integrations.scopes");
  const { formId } = useFormFrame();
  const { field, fieldState } = useController({ control: form.control, name: "scopes" });
  const kind = useWatch({ control: form.control, name: "kind" });
  return (
    <Panel
      title={t("title")}
      description={t(kind === "oauth2" ? "description" : "clientDescription")}
      isFlush
    >
      {offering ? (
        <ScopeList
          id={fieldId(formId, "scopes")}
          offering={offering}
          isForPeople={kind === "oauth2"}
          value={field.value}
          onValueChange={field.onChange}
          error={fieldState.error?.message}
        />
      ) : (
        <p className="px-5 py-4 text-ink-3">{t("chooseOffering")}</p>
      )}
    </Panel>
  );
}

/** Who holds the connections, and which callback address is used. */
export function CreateAccessPanel({
  form,
  canShareCallback,
}: {
  form: CreateForm;
  canShareCallback: boolean;
}) {
  const t = useTranslations("integrations.access");
  const mode = useController({ control: form.control, name: "connectionMode" });
  const callback = useController({ control: form.control, name: "callback" });
  const kind = useWatch({ control: form.control, name: "kind" });
  return (
    <Panel title={t("title")}>
      <div className="grid gap-5">
        <RadioGroup
          label={t("mode")}
          value={mode.field.value}
          onValueChange={mode.field.onChange}
          options={[
            { value: "per_user", label: t("perUser"), description: t(`perUserHint.${kind}`) },
            { value: "shared", label: t("shared"), description: t(`sharedHint.${kind}`) },
          ]}
        />
        {canShareCallback ? (
          <RadioGroup
            label={t("callback")}
            value={callback.field.value}
            onValueChange={callback.field.onChange}
            options={[
              { value: "shared", label: t("callbackShared"), description: t("callbackSharedHint") },
              { value: "keyed", label: t("callbackKeyed"), description: t("callbackKeyedHint") },
            ]}
          />
        ) : null}
      </div>
    </Panel>
  );
}
