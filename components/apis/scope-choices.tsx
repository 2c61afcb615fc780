"use client";

import { type UseFormReturn, useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import { type CreateApiValues, splitScopes } from "./create-api-values.ts";

interface ScopeChoicesProps<O> {
  form: UseFormReturn<CreateApiValues, unknown, O>;
  scopes: readonly { id: string; description: string }[];
}

/** The scopes that a document describes, to tick; the field above holds them all, and others. */
export function ScopeChoices<O>({ form, scopes }: ScopeChoicesProps<O>) {
  const t = useTranslations("apis.authentication");
  const { field } = useController({ control: form.control, name: "scopes" });
  const chosen = splitScopes(field.value);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm text-ink-2">{t("described")}</legend>
      <div className="max-h-72 divide-y overflow-y-auto rounded-lg border" tabIndex={-1}>
        {scopes.map(({ id, description }) => (
          <CheckboxRow
            key={id}
            checked={chosen.includes(id)}
            onCheckedChange={(isChosen) =>
              field.onChange((isChosen ? [...chosen, id] : chosen.filter((one) => one !== id)).join(" "))
            }
            label={<code className="text-sm">{id}</code>}
            description={description}
          />
        ))}
      </div>
    </fieldset>
  );
}
