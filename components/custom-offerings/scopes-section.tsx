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
import { SwitchField } from "./switch-field.tsx";

const kinds = ["required", "default", "optional"] as const;

/** What can be asked for, with what it allows. */
export function ScopesSection({ control }: SectionProps) {
  const t = useTranslations("customOfferings");
  const { fields, append, remove } = useFieldArray({ control, name: "data.scopes.catalog" });
  return (
    <Panel
      title={t("sections.scopes")}
      description={t("sections.scopesDetail")}
      isFlush
      footer={
        <Button
          icon={<Plus aria-hidden />}
          onClick={() => append({ id: "", description: "", kind: "optional", group: null, sensitive: false })}
        >
          {t("addScope")}
        </Button>
      }
    >
      <ListError control={control} name="data.scopes.catalog" />
      {fields.length === 0 ? <p className="px-5 py-4 text-ink-3">{t("noScopes")}</p> : null}
      <ul className="divide-y">
        {fields.map((row, index) => (
          <li key={row.id} className="px-5 py-4">
            <ScopeRow control={control} index={index} onRemove={() => remove(index)} />
          </li>
        ))}
      </ul>
      <div className="grid items-start gap-4 border-t px-5 py-4 sm:grid-cols-2">
        <SelectField
          control={control}
          name="data.scopes.separator"
          label={t("fields.separator")}
          options={[
            { value: " ", label: t("separator.space") },
            { value: ",", label: t("separator.comma") },
          ]}
        />
        <TextField
          control={control}
          name="data.scopes.offline"
          label={t("fields.offline")}
          hint={t("fields.offlineHint")}
          isOptional
          isMono
        />
        <div className="sm:col-span-2">
          <SwitchField
            control={control}
            name="data.scopes.configuredInConsole"
            label={t("fields.configuredInConsole")}
            description={t("fields.configuredInConsoleHint")}
          />
        </div>
      </div>
    </Panel>
  );
}

function ScopeRow({ control, index, onRemove }: SectionProps & { index: number; onRemove: () => void }) {
  const t = useTranslations("customOfferings");
  const at = `data.scopes.catalog.${index}` as const;
  const number = index + 1;
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">{t("scopeNumber", { number })}</legend>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_11rem_auto] sm:items-start">
        <TextField control={control} name={`${at}.id`} label={t("fields.scopeId")} isRequired isMono />
        <SelectField
          control={control}
          name={`${at}.kind`}
          label={t("fields.scopeKind")}
          options={kinds.map((value) => ({ value, label: t(`scopeKind.${value}`) }))}
        />
        <IconButton
          label={t("removeScope", { number })}
          icon={<Trash2 aria-hidden />}
          onClick={onRemove}
          className="sm:mt-6.5"
        />
      </div>
      <TextField
        control={control}
        name={`${at}.description`}
        label={t("fields.scopeDescription")}
        isRequired
      />
      <SwitchField control={control} name={`${at}.sensitive`} label={t("fields.sensitive")} />
    </fieldset>
  );
}
