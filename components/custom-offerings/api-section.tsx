"use client";

import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SectionProps } from "./form-type.ts";
import { LinesField } from "./lines-field.tsx";

/** Where the API is, and how a token is sent to it. */
export function ApiSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
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
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            control={control}
            name="data.api.auth.header"
            label={t("fields.authHeader")}
            isRequired
            isMono
          />
          <TextField
            control={control}
            name="data.api.auth.template"
            label={t("fields.authTemplate")}
            isRequired
            isMono
          />
        </div>
        <LinesField control={control} name="data.api.headers" label={t("fields.apiHeaders")} />
      </div>
    </Panel>
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
