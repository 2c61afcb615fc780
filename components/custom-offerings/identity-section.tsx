"use client";

import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SectionProps } from "./form-type.ts";

/** What the offering is called and whose it is. */
export function IdentitySection({ control, isHighPossible }: SectionProps & { isHighPossible: boolean }) {
  const t = useTranslations("customOfferings");
  const confidences = [...(isHighPossible ? (["high"] as const) : []), "medium" as const, "low" as const];
  return (
    <Panel title={t("sections.identity")} description={t("sections.identityDetail")}>
      <div className="grid gap-4">
        <TextField
          control={control}
          name="data.displayName"
          label={t("fields.displayName")}
          hint={t("fields.displayNameHint")}
          isRequired
          maxLength={120}
        />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            control={control}
            name="data.provider"
            label={t("fields.provider")}
            hint={t("fields.providerHint")}
            isRequired
            isMono
          />
          <TextField
            control={control}
            name="data.environment"
            label={t("fields.environment")}
            hint={t("fields.environmentHint")}
            isRequired
            isMono
          />
          <TextField
            control={control}
            name="data.category"
            label={t("fields.category")}
            hint={t("fields.categoryHint")}
            isRequired
            isMono
          />
          <SelectField
            control={control}
            name="data.confidence"
            label={t("fields.confidence")}
            hint={t("fields.confidenceHint")}
            options={confidences.map((value) => ({ value, label: t(`confidence.${value}`) }))}
          />
        </div>
        <TextField
          control={control}
          name="data.docsUrl"
          label={t("fields.docsUrl")}
          hint={t("fields.docsUrlHint")}
          isRequired
          isMono
        />
      </div>
    </Panel>
  );
}
