"use client";

import { Plus, Trash2 } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SectionProps } from "./form-type.ts";
import { ListError } from "./list-error.tsx";
import type { VariableValues } from "./offering-values.ts";
import { SwitchField } from "./switch-field.tsx";

const nothing: VariableValues = {
  ...{ name: "", label: "", default: "", example: "", pattern: "", choices: "" },
  source: "user",
  required: true,
};

/** What is asked before anybody can sign in, such as a tenant's name. */
export function VariablesSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  const { fields, append, remove } = useFieldArray({ control, name: "data.variables" });
  return (
    <Panel
      title={t("sections.variables")}
      description={t("sections.variablesDetail")}
      isFlush
      footer={
        <Button icon={<Plus aria-hidden />} onClick={() => append(nothing)}>
          {t("addVariable")}
        </Button>
      }
    >
      <ListError control={control} name="data.variables" />
      {fields.length === 0 ? <p className="px-5 py-4 text-ink-3">{t("noVariables")}</p> : null}
      <ul className="divide-y">
        {fields.map((row, index) => (
          <li key={row.id} className="px-5 py-4">
            <VariableRow control={control} index={index} onRemove={() => remove(index)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function VariableRow({ control, index, onRemove }: SectionProps & { index: number; onRemove: () => void }) {
  const t = useTranslations("customOfferings");
  const at = `data.variables.${index}` as const;
  const number = index + 1;
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">{t("variableNumber", { number })}</legend>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] sm:items-start">
        <TextField
          control={control}
          name={`${at}.name`}
          label={t("fields.variableName")}
          hint={t("fields.variableNameHint")}
          isRequired
          isMono
        />
        <TextField control={control} name={`${at}.label`} label={t("fields.variableLabel")} isRequired />
        <IconButton
          label={t("removeVariable", { number })}
          icon={<Trash2 aria-hidden />}
          onClick={onRemove}
          className="sm:mt-6.5"
        />
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <TextField
          control={control}
          name={`${at}.pattern`}
          label={t("fields.pattern")}
          hint={t("fields.patternHint")}
          isOptional
          isMono
        />
        <TextField
          control={control}
          name={`${at}.choices`}
          label={t("fields.choices")}
          hint={t("fields.choicesHint")}
          isOptional
          isMono
        />
        <TextField control={control} name={`${at}.default`} label={t("fields.default")} isOptional isMono />
        <TextField control={control} name={`${at}.example`} label={t("fields.example")} isOptional isMono />
        <SelectField
          control={control}
          name={`${at}.source`}
          label={t("fields.source")}
          options={[
            { value: "user", label: t("source.user") },
            { value: "app", label: t("source.app") },
          ]}
        />
      </div>
      <SwitchField control={control} name={`${at}.required`} label={t("fields.required")} />
    </fieldset>
  );
}
