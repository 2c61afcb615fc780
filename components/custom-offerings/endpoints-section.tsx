"use client";

import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SectionProps } from "./form-type.ts";
import { LinesField } from "./lines-field.tsx";
import { SwitchField } from "./switch-field.tsx";

/** Where people sign in, and what they are sent there with. */
export function SignInSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.signIn")} description={t("sections.signInDetail")}>
      <div className="grid gap-4">
        <TextField
          control={control}
          name="data.authorize.url"
          label={t("fields.authorizeUrl")}
          hint={t("fields.urlHint")}
          isRequired
          isMono
        />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <SelectField
            control={control}
            name="data.protocol"
            label={t("fields.protocol")}
            options={[
              { value: "oauth2", label: t("protocol.oauth2") },
              { value: "oidc", label: t("protocol.oidc") },
            ]}
          />
          <SelectField
            control={control}
            name="data.pkce.support"
            label={t("fields.pkce")}
            hint={t("fields.pkceHint")}
            options={(["required", "supported", "unsupported", "unknown"] as const).map((value) => ({
              value,
              label: t(`pkce.${value}`),
            }))}
          />
        </div>
        <TextField
          control={control}
          name="data.issuer"
          label={t("fields.issuer")}
          hint={t("fields.issuerHint")}
          isOptional
          isMono
        />
        <SwitchField
          control={control}
          name="data.issParameterSupported"
          label={t("fields.iss")}
          description={t("fields.issHint")}
        />
        <LinesField control={control} name="data.authorize.params" label={t("fields.authorizeParams")} />
        <LinesField
          control={control}
          name="data.authorize.offlineParams"
          label={t("fields.offlineParams")}
          hint={t("fields.offlineParamsHint")}
        />
        <LinesField
          control={control}
          name="data.authorize.optionalParams"
          label={t("fields.optionalParams")}
          hint={t("fields.optionalParamsHint")}
        />
      </div>
    </Panel>
  );
}

/** Where codes become tokens, and tokens are renewed. */
export function TokenSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.token")} description={t("sections.tokenDetail")}>
      <div className="grid gap-4">
        <TextField
          control={control}
          name="data.token.url"
          label={t("fields.tokenUrl")}
          hint={t("fields.urlHint")}
          isRequired
          isMono
        />
        <TextField
          control={control}
          name="data.token.refreshUrl"
          label={t("fields.refreshUrl")}
          hint={t("fields.refreshUrlHint")}
          isOptional
          isMono
        />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <SelectField
            control={control}
            name="data.token.bodyFormat"
            label={t("fields.bodyFormat")}
            options={[
              { value: "form", label: t("bodyFormat.form") },
              { value: "json", label: t("bodyFormat.json") },
            ]}
          />
          <TextField
            control={control}
            name="data.accessToken.lifetimeSeconds"
            label={t("fields.lifetime")}
            hint={t("fields.lifetimeHint")}
            isOptional
          />
          <SelectField
            control={control}
            name="data.refresh.issued"
            label={t("fields.issued")}
            options={(["always", "conditional", "never", "unknown"] as const).map((value) => ({
              value,
              label: t(`issued.${value}`),
            }))}
          />
          <SelectField
            control={control}
            name="data.refresh.rotates"
            label={t("fields.rotates")}
            options={(["always", "optional", "never", "unknown"] as const).map((value) => ({
              value,
              label: t(`rotates.${value}`),
            }))}
          />
        </div>
        <LinesField control={control} name="data.token.params" label={t("fields.tokenParams")} />
        <LinesField control={control} name="data.token.refreshParams" label={t("fields.refreshParams")} />
        <LinesField control={control} name="data.token.headers" label={t("fields.tokenHeaders")} />
      </div>
    </Panel>
  );
}
