"use client";

import { type UseFormReturn, useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SelectField } from "#components/form/select-field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { Override } from "#lib/overrides/contract.ts";
import type { Named, Surroundings } from "./named.ts";
import type { OverrideValues } from "./override-values.ts";

interface ScopeFieldsProps<O> {
  form: UseFormReturn<OverrideValues, unknown, O>;
  surroundings: Surroundings;
  /** Those that are there: each runtime configuration and application has one at most. */
  taken: readonly Override[];
}

/** What a new override is for: one runtime configuration, or one application. */
export function ScopeFields<O>({ form, surroundings, taken }: ScopeFieldsProps<O>) {
  const t = useTranslations("overrides");
  const { control } = form;
  const { field } = useController({ control, name: "kind" });
  const kind = field.value;
  const isTaken = ({ id }: Named) => taken.some(({ scope }) => scope.id === id);
  const all = kind === "application" ? surroundings.applications : surroundings.runtimeConfigurations;
  const free = all.filter((one) => !isTaken(one));
  const name = kind === "application" ? "application" : "runtimeConfiguration";
  return (
    <>
      <RadioGroup
        label={t("kind")}
        value={kind}
        onValueChange={field.onChange}
        options={(["runtime-configuration", "application"] as const).map((value) => ({
          value,
          label: t(`kinds.${value}`),
          description: t(`kindHints.${value}`),
        }))}
      />
      {free.length === 0 ? (
        <Notice>{t("noneLeft")}</Notice>
      ) : (
        <SelectField
          key={name}
          control={control}
          name={name}
          label={t(name)}
          isRequired
          placeholder={t("choose")}
          options={free.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
    </>
  );
}
