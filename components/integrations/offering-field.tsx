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

const abbreviations: ReadonlySet<string> = new Set(["crm", "hr"]);

function isOver({ status }: Offering): boolean {
  return status.state !== "active";
}

// Who looks for "Google Drive" finds it by what the scopes are about.
function groupsOf({ scopes }: Offering): string {
  return scopes.catalog.map(({ group }) => group ?? "").join(" ");
}

/** The searchable choice of an offering; what its provider has closed, or is closing, cannot be chosen. */
export function OfferingField<V extends FieldValues, O>({
  control,
  name,
  offerings,
}: OfferingFieldProps<V, O>) {
  const t = useTranslations("integrations");
  // What cannot be chosen comes last, so that Enter takes the first that can.
  const inOrder = [...offerings].sort((a, b) => Number(isOver(a)) - Number(isOver(b)));
  const options = inOrder.map((offering) => ({
    value: offering.id,
    label: offering.displayName,
    description: describe(offering),
    keywords: `${offering.provider} ${offering.category} ${offering.environment} ${groupsOf(offering)}`,
    mark: <ProviderMark provider={offering.provider} name={offering.displayName} size="sm" />,
    isDisabled: isOver(offering),
  }));

  function describe({ isSandbox, category, confidence, status }: Offering): string {
    if (isSandbox) return t("create.sandboxHint");
    if (status.state !== "active") {
      const state = t(`offeringState.${status.state}`);
      const successor = offerings.find(({ id }) => id === status.replacedBy)?.displayName;
      return successor ? t("create.replacedBy", { state, successor }) : state;
    }
    const words = abbreviations.has(category) ? category.toUpperCase() : category.replaceAll(/[-_]/g, " ");
    const kind = words.charAt(0).toUpperCase() + words.slice(1);
    return confidence === "low" ? `${kind}, ${t("create.notConfirmed")}` : kind;
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
