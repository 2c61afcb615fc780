"use client";

import { type Control, useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import type { CreateValues } from "./create-values.ts";
import { useConnectionChoices } from "./queries.ts";

/** What the key may call at most: connections, methods, paths. Nothing chosen is no limit. */
export function LimitFields<O>({ control }: { control: Control<CreateValues, unknown, O> }) {
  const t = useTranslations("apiKeys.limits");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-ink">{t("title")}</legend>
      <div className="grid gap-4 rounded-lg border border-line-strong p-4">
        <SelectField
          control={control}
          name="allowedMethods"
          label={t("methods")}
          options={[
            { value: "all", label: t("anyMethod") },
            { value: "read", label: t("readOnly") },
          ]}
        />
        <TextField
          control={control}
          name="allowedPathPrefixes"
          label={t("paths")}
          hint={t("pathsHint")}
          placeholder="/v1/files"
          isMultiline
          isMono
          maxLength={4_000}
        />
        <ConnectionChoice control={control} />
      </div>
    </fieldset>
  );
}

function ConnectionChoice<O>({ control }: { control: Control<CreateValues, unknown, O> }) {
  const t = useTranslations("apiKeys.limits");
  const { field } = useController({ control, name: "allowedConnectionIds" });
  const choices = useConnectionChoices().data ?? [];
  if (choices.length === 0) return null;
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-ink">{t("connections")}</legend>
      <ul className="max-h-44 divide-y overflow-y-auto rounded-lg border border-line-strong">
        {choices.map(({ id, label, detail }) => (
          <li key={id}>
            <CheckboxRow
              label={label}
              description={detail}
              checked={field.value.includes(id)}
              onCheckedChange={(isOn) =>
                field.onChange(isOn ? [...field.value, id] : field.value.filter((one) => one !== id))
              }
            />
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-3">{t("connectionsHint")}</p>
    </fieldset>
  );
}
