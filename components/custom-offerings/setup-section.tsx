"use client";

import { useTranslations } from "use-intl";
import { TextField } from "#components/form/text-field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SectionProps } from "./form-type.ts";

/** What somebody does at the provider before there is a client. */
export function SetupSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.setup")} description={t("sections.setupDetail")}>
      <div className="grid gap-4">
        <TextField
          control={control}
          name="data.setup.steps"
          label={t("fields.steps")}
          hint={t("fields.stepsHint")}
          isRequired
          isMultiline
        />
        <TextField
          control={control}
          name="data.setup.consoleUrl"
          label={t("fields.consoleUrl")}
          isOptional
          isMono
        />
        <TextField
          control={control}
          name="data.setup.redirectUriRules"
          label={t("fields.redirectUriRules")}
          isOptional
          isMultiline
        />
      </div>
    </Panel>
  );
}

/** Everything that has no field, for those who know the shape of the export. */
export function AdvancedSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.advanced")} description={t("sections.advancedDetail")}>
      <TextField control={control} name="rest" label={t("fields.rest")} isMono isMultiline />
    </Panel>
  );
}
