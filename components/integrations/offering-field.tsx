"use client";

import type { Control, FieldPath, FieldValues } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ComboboxField } from "#components/form/combobox-field.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import type { Offering } from "#lib/offerings/contract.ts";

interface OfferingFieldProps<V extends FieldValues, O> {
  control: Control<V, unknown, O>;
  name: FieldPath<V>;
  offerings: readonly Offering[];
}

/** The searchable choice of an offering; what its provider has closed cannot be chosen. */
export function OfferingField<V extends FieldValues, O>({
  control,
  name,
  offerings,
}: OfferingFieldProps<V, O>) {
  const t = useTranslations("integrations");
  const options = offerings.map((offering) => ({
    value: offering.id,
    label: offering.displayName,
    description: describe(offering),
    keywords: `${offering.provider} ${offering.category} ${offering.environment}`,
    mark: <ProviderMark provider={offering.provider} name={offering.displayName} size="sm" />,
    isDisabled: offering.status.state === "retired",
  }));

  function describe({ isSandbox, category, confidence, status }: Offering): string {
    if (isSandbox) return t("create.sandboxHint");
    if (status.state !== "active") return t(`offeringState.${status.state}`);
    return confidence === "low" ? t("create.notConfirmed") : category.replaceAll("_", " ");
  }

  return (
    <ComboboxField
      control={control}
      name={name}
      label={t("create.offering")}
      isRequired
      options={options}
      placeholder={t("create.offeringPlaceholder")}
      emptyText={t("create.offeringEmpty")}
    />
  );
}
