"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Combobox } from "#components/ui/combobox.tsx";
import { useIntegrationChoices } from "./queries.ts";

const ANY = "any";

interface IntegrationFilterProps {
  /** An integration's id; `null`: every one. */
  value: string | null;
  onValueChange: (id: string | null) => void;
}

/** Of which integration. One that is gone, or not among the first hundred, is still there by its id. */
export function IntegrationFilter({ value, onValueChange }: IntegrationFilterProps) {
  const t = useTranslations("connections");
  const [search, setSearch] = useState("");
  const choices = useIntegrationChoices(search);
  const isKnown = value === null || choices.some((choice) => choice.value === value);
  return (
    <Combobox
      aria-label={t("integration")}
      className="w-full sm:w-52"
      options={[
        { value: ANY, label: t("everyIntegration") },
        ...(isKnown ? [] : [{ value, label: value }]),
        ...choices,
      ]}
      value={value ?? ANY}
      onSearch={setSearch}
      onValueChange={(next) => onValueChange(next === ANY ? null : next)}
    />
  );
}
