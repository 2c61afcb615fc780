"use client";

import { type ReactNode, useId } from "react";
import { type Control, useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { OverrideValues } from "./override-values.ts";

interface ReplaceableFieldProps<O> {
  control: Control<OverrideValues, unknown, O>;
  /** The key in `replaced`. */
  name: string;
  label: string;
  /** What counts while nothing replaces it. */
  inherited: ReactNode;
  /** The control that replaces it. */
  children: ReactNode;
}

/** One setting of an override: inherited, with its value to read, or replaced, with a control to enter another. */
export function ReplaceableField<O>({ control, name, label, inherited, children }: ReplaceableFieldProps<O>) {
  const t = useTranslations("overrides");
  const id = useId();
  const { field } = useController({ control, name: `replaced.${name}` as `replaced.${string}` });
  const isReplaced = field.value === true;
  return (
    <div className="grid gap-2.5 px-4 py-3">
      <div className="flex items-start justify-between gap-x-4">
        <span className="min-w-0">
          <span className="block font-medium text-ink">{label}</span>
          {isReplaced ? null : (
            <span className="block text-sm wrap-anywhere text-ink-3">
              {t("inherited")}: {inherited}
            </span>
          )}
        </span>
        <label htmlFor={id} className="flex shrink-0 items-center gap-2 text-ink-2">
          <Checkbox
            id={id}
            aria-label={t("replaceNamed", { name: label })}
            checked={isReplaced}
            onCheckedChange={field.onChange}
          />
          {t("replace")}
        </label>
      </div>
      {isReplaced ? children : null}
    </div>
  );
}
