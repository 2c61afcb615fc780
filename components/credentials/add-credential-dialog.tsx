"use client";

import { useEffect, useMemo, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ComboboxField } from "#components/form/combobox-field.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CredentialDomain } from "#lib/credentials/contract.ts";
import { CredentialFields } from "./credential-fields.tsx";
import { createForm, valuesOf } from "./credential-values.ts";
import { useCreateCredential } from "./queries.ts";

/** Adds the deployment's client at a domain that has none. */
export function AddCredentialDialog({ domains }: { domains: readonly CredentialDomain[] }) {
  const t = useTranslations("credentials");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">{t("add")}</Button>}
      title={t("addTitle")}
      description={t("addDetail")}
    >
      <AddCredentialForm domains={domains} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function AddCredentialForm({
  domains,
  onDone,
}: {
  domains: readonly CredentialDomain[];
  onDone: () => void;
}) {
  const t = useTranslations("credentials");
  const create = useCreateCredential();
  const schema = useMemo(() => createForm(t("scopesMalformed")), [t]);
  const form = useZodForm(schema, { defaultValues: valuesOf(null) });
  const domain = useWatch({ control: form.control, name: "domain" });

  useEffect(() => {
    const chosen = domains.find((one) => one.domain === domain);
    if (!chosen) return;
    form.setValue("authorizeUrl", chosen.authorizeUrl ?? "");
    form.setValue("tokenUrl", chosen.tokenUrl ?? "");
    form.setValue("scopes", chosen.scopes.join(" "));
  }, [domain, domains, form]);

  return (
    <Form
      form={form}
      aria-label={t("addTitle")}
      className="grid gap-4"
      onSubmit={async (values) => {
        await create.mutateAsync(values);
        toast(t("added"));
        onDone();
      }}
    >
      <ErrorSummary />
      <ComboboxField
        control={form.control}
        name="domain"
        label={t("domain")}
        hint={t("domainHint")}
        isRequired
        options={domains.map((one) => ({
          value: one.domain,
          label: one.domain,
          description: one.displayName,
          mark: <ProviderMark provider={one.domain} name={one.displayName} size="sm" />,
        }))}
        placeholder={t("domainPlaceholder")}
        emptyText={t("domainEmpty")}
      />
      <CredentialFields control={form.control} secretHint={t("clientSecretHint")} isSecretRequired />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("add")}</SubmitButton>
      </div>
    </Form>
  );
}
