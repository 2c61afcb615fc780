"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SecretField } from "#components/form/secret-field.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ApiPreview } from "#lib/apis/contract.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import type { AuthOption } from "./auth-options.ts";
import type { CreateApiValues } from "./create-api-values.ts";
import { ScopeChoices } from "./scope-choices.tsx";

interface PanelProps<O> {
  form: UseFormReturn<CreateApiValues, unknown, O>;
}

/** Its name and where it answers: one of the document's servers, or an address by hand. */
export function ApiPanel<O>({ form, preview }: PanelProps<O> & { preview: ApiPreview | null }) {
  const t = useTranslations("apis.create");
  const baseUrl = useWatch({ control: form.control, name: "baseUrl" });
  const servers = preview?.servers ?? [];
  return (
    <Panel title={t("apiTitle")}>
      <div className="grid gap-4">
        <TextField control={form.control} name="name" label={t("name")} isRequired maxLength={120} />
        {servers.length > 1 ? (
          <Field label={t("server")} hint={t("serverHint")}>
            {(control) => (
              <Select
                {...control}
                value={servers.some(({ url }) => url === baseUrl) ? baseUrl : null}
                placeholder={t("otherServer")}
                onValueChange={(url) =>
                  form.setValue("baseUrl", url, { shouldValidate: form.formState.isSubmitted })
                }
                options={servers.map(({ url, description }) => ({
                  value: url,
                  label: url,
                  description: description ?? undefined,
                }))}
              />
            )}
          </Field>
        ) : null}
        <TextField
          control={form.control}
          name="baseUrl"
          label={t("baseUrl")}
          hint={preview && servers.length === 0 ? t("noServerHint") : t("baseUrlHint")}
          isRequired
          isMono
          placeholder="https://api.example.com/v1"
        />
      </div>
    </Panel>
  );
}

interface AuthenticationPanelProps<O> extends PanelProps<O> {
  options: readonly AuthOption[];
  chosen: AuthOption;
  onChoose: (value: string) => void;
  /** Schemes of the document that cannot be used. */
  unusable: readonly string[];
}

/** How accounts connect: prefilled from the document's security schemes, or by hand. */
export function AuthenticationPanel<O>({
  form,
  options,
  chosen,
  onChoose,
  unusable,
}: AuthenticationPanelProps<O>) {
  const t = useTranslations("apis.authentication");
  const { kind } = chosen.prefill;
  return (
    <Panel title={t("title")} description={t(`detail.${kind}`)}>
      <div className="grid gap-4">
        {options.length > 1 ? (
          <Field
            label={t("way")}
            hint={unusable.length > 0 ? t("unusable", { names: unusable.join(", ") }) : undefined}
          >
            {(control) => (
              <Select
                {...control}
                value={chosen.value}
                onValueChange={onChoose}
                options={options.map(({ value, scheme, flow, prefill }) => ({
                  value,
                  label:
                    scheme === null
                      ? t(`kind.${prefill.kind}`)
                      : t("declared", { scheme, flow: t(`flow.${flow ?? "basic"}`) }),
                  description: scheme === null ? t("byHand") : undefined,
                }))}
              />
            )}
          </Field>
        ) : unusable.length > 0 ? (
          <Notice>{t("unusable", { names: unusable.join(", ") })}</Notice>
        ) : null}
        {kind === "oauth2" || kind === "client_credentials" ? (
          <OAuthFields form={form} chosen={chosen} />
        ) : null}
        {kind === "api_key" ? <KeyFields form={form} /> : null}
        <AccountFields form={form} />
      </div>
    </Panel>
  );
}

function OAuthFields<O>({ form, chosen }: PanelProps<O> & { chosen: AuthOption }) {
  const t = useTranslations("apis.authentication");
  const { control } = form;
  const isSignIn = chosen.prefill.kind === "oauth2";
  return (
    <>
      {isSignIn ? (
        <TextField control={control} name="authorizeUrl" label={t("authorizeUrl")} isRequired isMono />
      ) : null}
      <TextField control={control} name="tokenUrl" label={t("tokenUrl")} isRequired isMono />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField control={control} name="clientId" label={t("clientId")} isMono />
        <SecretField control={control} name="clientSecret" label={t("clientSecret")} />
      </div>
      <p className="-mt-2 text-sm text-ink-3">{t("clientHint")}</p>
      <TextField control={control} name="scopes" label={t("scopes")} hint={t("scopesHint")} isMono />
      {chosen.scopes.length > 0 ? <ScopeChoices form={form} scopes={chosen.scopes} /> : null}
    </>
  );
}

function KeyFields<O>({ form: { control } }: PanelProps<O>) {
  const t = useTranslations("apis.authentication");
  const place = useWatch({ control, name: "keyPlace.in" });
  return (
    <div className="grid items-start gap-4 sm:grid-cols-3">
      <SelectField
        control={control}
        name="keyPlace.in"
        label={t("keyIn")}
        options={[
          { value: "header", label: t("header") },
          { value: "query", label: t("query") },
        ]}
      />
      <TextField control={control} name="keyPlace.name" label={t("keyName")} isRequired isMono />
      {place === "header" ? (
        <TextField
          control={control}
          name="keyPlace.prefix"
          label={t("keyPrefix")}
          hint={t("keyPrefixHint")}
          isMono
        />
      ) : null}
    </div>
  );
}

function AccountFields<O>({ form: { control } }: PanelProps<O>) {
  const t = useTranslations("apis.authentication");
  const [kind, accountPath] = useWatch({ control, name: ["kind", "accountPath"] });
  const needsId = issuesTokens(kind) && accountPath !== "";
  const isProof = !issuesTokens(kind);
  return (
    <div className="grid items-start gap-4 border-t pt-4 sm:grid-cols-2">
      <TextField
        control={control}
        name="accountPath"
        label={t("accountPath")}
        hint={isProof ? t("accountPathProof") : t("accountPathHint")}
        isRequired={isProof}
        isOptional={!isProof}
        isMono
        placeholder="/me"
      />
      <TextField
        control={control}
        name="accountIdPath"
        label={t("accountIdPath")}
        hint={t("accountIdPathHint")}
        isOptional={!needsId}
        isRequired={needsId}
        isMono
        placeholder="id"
      />
    </div>
  );
}
