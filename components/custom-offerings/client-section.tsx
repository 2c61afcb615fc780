"use client";

import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { authorizationKinds } from "#lib/core/provider.ts";
import { ChoicesField } from "./choices-field.tsx";
import type { SectionProps } from "./form-type.ts";

const ways = ["post", "basic", "none"] as const;

/** How a client proves itself at the token endpoint. */
export function ClientSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.client")} description={t("sections.clientDetail")}>
      <div className="grid gap-4">
        <ChoicesField
          control={control}
          name="data.clientAuth.supported"
          label={t("fields.supported")}
          options={ways.map((value) => ({
            value,
            label: t(`way.${value}`),
            description: t(`wayHint.${value}`),
          }))}
        />
        <SelectField
          control={control}
          name="data.clientAuth.preferred"
          label={t("fields.preferred")}
          hint={t("fields.preferredHint")}
          options={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
        />
      </div>
    </Panel>
  );
}

/** How accounts can connect, which decides what else has to be known. */
export function KindsSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.kinds")} description={t("sections.kindsDetail")}>
      <ChoicesField
        control={control}
        name="data.accepts"
        label={t("fields.accepts")}
        options={authorizationKinds.map((value) => ({
          value,
          label: t(`kind.${value}`),
          description: t(`kindHint.${value}`),
        }))}
      />
    </Panel>
  );
}

const auths = [
  "client",
  "basic",
  "post",
  "client_id_only",
  "bearer",
  "bearer-secret",
  "custom",
  "none",
] as const;

/** How a grant is given back. */
export function RevocationSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  const kind = useWatch({ control, name: "data.revocation.kind" });
  return (
    <Panel title={t("sections.revocation")} description={t("sections.revocationDetail")}>
      <div className="grid gap-4">
        <SelectField
          control={control}
          name="data.revocation.kind"
          label={t("fields.revocationKind")}
          options={(["rfc7009", "custom", "none", "unknown"] as const).map((value) => ({
            value,
            label: t(`revocationKind.${value}`),
          }))}
        />
        {kind === "rfc7009" || kind === "custom" ? (
          <>
            <TextField
              control={control}
              name="data.revocation.url"
              label={t("fields.revocationUrl")}
              hint={t("fields.urlHint")}
              isRequired
              isMono
            />
            <div className="grid items-start gap-4 sm:grid-cols-2">
              <SelectField
                control={control}
                name="data.revocation.method"
                label={t("fields.method")}
                options={["POST", "DELETE"].map((value) => ({ value, label: value }))}
              />
              <SelectField
                control={control}
                name="data.revocation.bodyFormat"
                label={t("fields.bodyFormat")}
                options={(["form", "json", "query", "none"] as const).map((value) => ({
                  value,
                  label: t(`bodyFormat.${value}`),
                }))}
              />
              <SelectField
                control={control}
                name="data.revocation.auth"
                label={t("fields.revocationAuth")}
                options={auths.map((value) => ({ value, label: t(`revocationAuth.${value}`) }))}
              />
              <TextField
                control={control}
                name="data.revocation.tokenParam"
                label={t("fields.tokenParam")}
                hint={t("fields.tokenParamHint")}
                isOptional
                isMono
              />
            </div>
          </>
        ) : null}
      </div>
    </Panel>
  );
}
