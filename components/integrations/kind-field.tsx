"use client";

import { useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { Offering } from "#lib/offerings/contract.ts";
import type { CreateForm } from "./create-integration-panels.tsx";
import { usualScopes } from "./create-integration-values.ts";

/** How accounts connect, where the offering leaves a choice. It is made once: connections of another kind are none. */
export function KindField({ form, offering }: { form: CreateForm; offering: Offering | null }) {
  const t = useTranslations("integrations.kind");
  const { field } = useController({ control: form.control, name: "kind" });
  if (!offering || offering.accepts.length < 2) return null;
  return (
    <RadioGroup
      label={t("title")}
      value={field.value}
      onValueChange={(kind) => {
        field.onChange(kind);
        form.setValue("credentialSource", "own");
        form.setValue("scopes", kind === "oauth2" ? usualScopes(offering, "own") : []);
        form.setValue("connectionMode", kind === "client_credentials" ? "shared" : "per_user");
      }}
      options={offering.accepts.map((value) => ({
        value,
        label: value === "api_key" ? (offering.setup.keyLabel ?? t(value)) : t(value),
        description: t(`hint.${value}`),
      }))}
    />
  );
}
