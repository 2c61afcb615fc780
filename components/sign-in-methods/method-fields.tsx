"use client";

import type { Control } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SecretField } from "#components/form/secret-field.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import type { MethodValues } from "./method-values.ts";

interface MethodFieldsProps<O> {
  control: Control<MethodValues, unknown, O>;
  /** What stands in the empty field in place of the stored secret. */
  secretMask?: string;
}

/** The part of a method that can be changed: client, domains, newcomers. */
export function MethodFields<O>({ control, secretMask }: MethodFieldsProps<O>) {
  const t = useTranslations("signInMethods.form");
  return (
    <>
      <TextField control={control} name="clientId" label={t("clientId")} isRequired isMono />
      <SecretField
        control={control}
        name="clientSecret"
        label={t("clientSecret")}
        hint={secretMask ? t("keepSecret") : undefined}
        placeholder={secretMask}
        isRequired={!secretMask}
      />
      <TextField
        control={control}
        name="allowedDomains"
        label={t("allowedDomains")}
        hint={t("allowedDomainsHint")}
        isMono
      />
      <SelectField
        control={control}
        name="joinRole"
        label={t("joinRole")}
        hint={t("joinRoleHint")}
        options={[
          { value: "none", label: t("joinNone") },
          { value: "member", label: t("joinMember") },
          { value: "admin", label: t("joinAdmin") },
        ]}
      />
    </>
  );
}
