"use client";

import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { issuesTokens } from "#lib/core/provider.ts";
import type { SectionProps } from "./form-type.ts";
import { LinesField } from "./lines-field.tsx";

/** Where the API is, and how a token is sent to it. */
export function ApiSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  const accepts = useWatch({ control, name: "data.accepts" });
  return (
    <Panel title={t("sections.api")} description={t("sections.apiDetail")}>
      <div className="grid gap-4">
        <TextField
          control={control}
          name="data.api.baseUrl"
          label={t("fields.baseUrl")}
          hint={t("fields.baseUrlHint")}
          isRequired
          isMono
        />
        <AuthFields control={control} name="data.api.auth" places={["header", "query"]} />
        {accepts.every(issuesTokens) ? null : (
          <AuthFields control={control} name="data.api.keyAuth" places={["same", "header", "query"]} />
        )}
        <LinesField control={control} name="data.api.headers" label={t("fields.apiHeaders")} />
      </div>
    </Panel>
  );
}

interface AuthFieldsProps extends SectionProps {
  name: "data.api.auth" | "data.api.keyAuth";
  places: readonly ("header" | "query" | "same")[];
}

/** Where a token, or a key, goes in a call. */
function AuthFields({ control, name, places }: AuthFieldsProps) {
  const t = useTranslations("customOfferings");
  const place = useWatch({ control, name: `${name}.place` });
  const isKey = name === "data.api.keyAuth";
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField
        control={control}
        name={`${name}.place`}
        label={t(isKey ? "fields.keyPlace" : "fields.tokenPlace")}
        options={places.map((value) => ({ value, label: t(`place.${value}`) }))}
        className="sm:col-span-2"
      />
      {place === "header" ? (
        <>
          <TextField
            control={control}
            name={`${name}.header`}
            label={t(isKey ? "fields.keyHeader" : "fields.authHeader")}
            isRequired
            isMono
          />
          <TextField
            control={control}
            name={`${name}.template`}
            label={t(isKey ? "fields.keyTemplate" : "fields.authTemplate")}
            hint={t("fields.authTemplateHint")}
            isRequired
            isMono
          />
        </>
      ) : null}
      {place === "query" ? (
        <TextField
          control={control}
          name={`${name}.query`}
          label={t(isKey ? "fields.keyQuery" : "fields.authQuery")}
          isRequired
          isMono
        />
      ) : null}
    </div>
  );
}

const paths = ["idPath", "labelPath", "emailPath", "picturePath"] as const;

/** The call that tells whose account was connected. */
export function AccountSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.account")} description={t("sections.accountDetail")}>
      <div className="grid gap-4">
        <TextField
          control={control}
          name="data.account.url"
          label={t("fields.accountUrl")}
          hint={t("fields.accountUrlHint")}
          isOptional
          isMono
        />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {paths.map((name) => (
            <TextField
              key={name}
              control={control}
              name={`data.account.${name}`}
              label={t(`fields.${name}`)}
              hint={name === "idPath" ? t("fields.pathHint") : undefined}
              isOptional
              isMono
            />
          ))}
          <SelectField
            control={control}
            name="data.account.method"
            label={t("fields.method")}
            options={["GET", "POST"].map((value) => ({ value, label: value }))}
          />
          <TextField
            control={control}
            name="data.account.body"
            label={t("fields.accountBody")}
            hint={t("fields.accountBodyHint")}
            isOptional
            isMono
          />
        </div>
        <LinesField control={control} name="data.account.headers" label={t("fields.accountHeaders")} />
      </div>
    </Panel>
  );
}
