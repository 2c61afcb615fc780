"use client";

import { type ReactNode, useMemo } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { AccountSection, ApiSection } from "./api-section.tsx";
import { ClientSection, KindsSection, RevocationSection } from "./client-section.tsx";
import { SignInSection, TokenSection } from "./endpoints-section.tsx";
import type { OfferingForm as FormOf, OfferingOutput } from "./form-type.ts";
import { IdentitySection } from "./identity-section.tsx";
import { offeringForm } from "./offering-output.ts";
import type { OfferingValues } from "./offering-values.ts";
import { placeErrors } from "./place-errors.ts";
import { ScopesSection } from "./scopes-section.tsx";
import { AdvancedSection, SetupSection } from "./setup-section.tsx";
import { VariablesSection } from "./variables-section.tsx";

/** The form for these values. */
export function useOfferingForm(defaultValues: OfferingValues): FormOf {
  const t = useTranslations("customOfferings.fields");
  const schema = useMemo(() => offeringForm({ lines: t("linesMalformed"), json: t("restMalformed") }), [t]);
  return useZodForm(schema, { defaultValues });
}

interface OfferingFormProps {
  form: FormOf;
  label: string;
  /** Sends the offering; a mistake that it throws goes to its field. */
  onSubmit: (output: OfferingOutput) => Promise<unknown>;
  /** Buttons at the end, the main one last. */
  children: ReactNode;
}

/** Every section of an offering, in the order in which somebody who sets up a client meets them. */
export function OfferingForm({ form, label, onSubmit, children }: OfferingFormProps) {
  const { control } = form;
  const accepts = useWatch({ control, name: "data.accepts" });
  const isHighPossible = form.formState.defaultValues?.data?.confidence === "high";
  return (
    <Form
      form={form}
      aria-label={label}
      className="grid min-w-0 gap-4.5"
      onSubmit={async (output) => {
        try {
          await onSubmit(output);
        } catch (error) {
          throw placeErrors(error, form.getValues());
        }
      }}
    >
      <ErrorSummary />
      <IdentitySection control={control} isHighPossible={isHighPossible} />
      <KindsSection control={control} />
      {accepts.includes("oauth2") ? <SignInSection control={control} /> : null}
      {accepts.some(issuesTokens) ? (
        <>
          <TokenSection control={control} />
          <ClientSection control={control} />
        </>
      ) : null}
      <ScopesSection control={control} />
      <ApiSection control={control} />
      <AccountSection control={control} />
      <RevocationSection control={control} />
      <VariablesSection control={control} />
      <SetupSection control={control} />
      <AdvancedSection control={control} />
      <div className="flex flex-wrap justify-end gap-2">{children}</div>
    </Form>
  );
}
