"use client";

import type { Control, FieldPath, FieldValues } from "react-hook-form";
import { useTranslations } from "use-intl";
import { TextField } from "#components/form/text-field.tsx";
import type { Offering } from "#lib/offerings/contract.ts";

interface SecretExpiryFieldProps<V extends FieldValues, O> {
  control: Control<V, unknown, O>;
  name: FieldPath<V>;
  offering: Pick<Offering, "displayName" | "setup"> | null;
}

/** The day on which the provider lets a client secret end, where somebody knows it. */
export function SecretExpiryField<V extends FieldValues, O>({
  control,
  name,
  offering,
}: SecretExpiryFieldProps<V, O>) {
  const t = useTranslations("integrations.secretEnd");
  const months = offering?.setup.secretLifetimeMonths;
  return (
    <TextField
      control={control}
      name={name}
      type="date"
      label={t("label")}
      isOptional
      hint={offering && months ? t("lifetime", { provider: offering.displayName, months }) : t("hint")}
    />
  );
}
