"use client";

import { type Control, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SecretField } from "#components/form/secret-field.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { type OverrideValues, promptChoices, ways } from "./override-values.ts";
import { ReplaceableField } from "./replaceable-field.tsx";

interface OverrideFieldsProps<O> {
  control: Control<OverrideValues, unknown, O>;
  integration: Integration;
  offering: Offering | null;
  /** Where the provider sends people who sign in with a client of the override's own; `null` until it is for something. */
  callbackUrl: string | null;
  /** What stands in the empty secret field in place of the stored secret. */
  secretMask?: string;
}

/** All that an override can replace, each with the value that it would inherit. */
export function OverrideFields<O>({
  control,
  integration,
  offering,
  callbackUrl,
  secretMask,
}: OverrideFieldsProps<O>) {
  const t = useTranslations("overrides");
  const { clientId, clientAuthentication, scopes, prompt, variables } = integration;
  return (
    <div className="divide-y rounded-lg border border-line-strong">
      <ReplaceableField
        control={control}
        name="clientId"
        label={t("client")}
        inherited={clientId ? <code>{clientId}</code> : t("nothing")}
      >
        <ClientFields control={control} callbackUrl={callbackUrl} secretMask={secretMask} />
      </ReplaceableField>
      <ReplaceableField
        control={control}
        name="clientAuthentication"
        label={t("fields.clientAuthentication")}
        inherited={t(`way.${clientAuthentication}`)}
      >
        <SelectField
          control={control}
          name="settings.clientAuthentication"
          label={t("fields.clientAuthentication")}
          options={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
        />
      </ReplaceableField>
      {(offering?.variables ?? []).map(({ name, label, default: preset }) => (
        <ReplaceableField
          key={name}
          control={control}
          name={`variable:${name}`}
          label={label}
          inherited={<code>{variables[name] ?? preset ?? t("nothing")}</code>}
        >
          <TextField control={control} name={`settings.variables.${name}`} label={label} isMono />
        </ReplaceableField>
      ))}
      {(["authorizeUrl", "tokenUrl"] as const).map((field) => (
        <ReplaceableField
          key={field}
          control={control}
          name={field}
          label={t(`fields.${field}`)}
          inherited={t("ofOffering")}
        >
          <TextField control={control} name={`settings.${field}`} label={t(`fields.${field}`)} isMono />
        </ReplaceableField>
      ))}
      <ReplaceableField
        control={control}
        name="scopes"
        label={t("fields.scopes")}
        inherited={scopes.length > 0 ? <code>{scopes.join(" ")}</code> : t("nothing")}
      >
        <TextField
          control={control}
          name="settings.scopes"
          label={t("fields.scopes")}
          hint={t("scopesHint")}
          isMono
          isMultiline
        />
      </ReplaceableField>
      <ReplaceableField
        control={control}
        name="prompt"
        label={t("fields.prompt")}
        inherited={t(`prompts.${prompt ?? "default"}`)}
      >
        <SelectField
          control={control}
          name="settings.prompt"
          label={t("fields.prompt")}
          options={promptChoices.map((value) => ({ value, label: t(`prompts.${value}`) }))}
        />
      </ReplaceableField>
    </div>
  );
}

// ID, secret and the address to register: what a person copies between two windows stands together.
function ClientFields<O>({
  control,
  callbackUrl,
  secretMask,
}: Pick<OverrideFieldsProps<O>, "control" | "callbackUrl" | "secretMask">) {
  const t = useTranslations("overrides");
  const [authentication, isWayReplaced] = useWatch({
    control,
    name: ["settings.clientAuthentication", "replaced.clientAuthentication"],
  });
  const isPublic = isWayReplaced && authentication === "none";
  return (
    <div className="grid gap-4">
      <p className="text-sm text-ink-3">{t("clientHint")}</p>
      {callbackUrl === null ? (
        <p className="text-sm text-ink-3">{t("callbackLater")}</p>
      ) : (
        <CopyField value={callbackUrl} label={t("callbackTitle")} copyLabel={t("copyCallback")} isLabelled />
      )}
      <TextField control={control} name="settings.clientId" label={t("fields.clientId")} isRequired isMono />
      {isPublic ? null : (
        <SecretField
          control={control}
          name="clientSecret"
          label={t("fields.clientSecret")}
          hint={secretMask ? t("keepSecretHint") : t("secretHint")}
          placeholder={secretMask}
          isRequired={!secretMask}
        />
      )}
    </div>
  );
}
