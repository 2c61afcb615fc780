"use client";

import type { Control } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SecretField } from "#components/form/secret-field.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import type { CredentialValues } from "./credential-values.ts";

interface CredentialFieldsProps<O> {
  control: Control<CredentialValues, unknown, O>;
  secretHint: string;
  /** What stands in the empty field in place of the stored secret. */
  secretMask?: string;
  isSecretRequired: boolean;
}

const ways = ["auto", "client_secret_post", "client_secret_basic", "client_secret_basic_raw"] as const;

/** All of an entry but its domain: the same when it is added and when it is changed. */
export function CredentialFields<O>({
  control,
  secretHint,
  secretMask,
  isSecretRequired,
}: CredentialFieldsProps<O>) {
  const t = useTranslations("credentials");
  return (
    <>
      <TextField control={control} name="clientId" label={t("clientId")} isRequired isMono />
      <SecretField
        control={control}
        name="clientSecret"
        label={t("clientSecret")}
        hint={secretHint}
        placeholder={secretMask}
        isRequired={isSecretRequired}
      />
      <TextField control={control} name="authorizeUrl" label={t("authorizeUrl")} isRequired isMono />
      <TextField control={control} name="tokenUrl" label={t("tokenUrl")} isRequired isMono />
      <TextField
        control={control}
        name="scopes"
        label={t("scopes")}
        hint={t("scopesHint")}
        isRequired
        isMono
        isMultiline
      />
      <SelectField
        control={control}
        name="clientAuthentication"
        label={t("authentication")}
        options={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
      />
    </>
  );
}
