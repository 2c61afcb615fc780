"use client";

import { useMemo, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import type { Override } from "#lib/overrides/contract.ts";
import type { Surroundings } from "./named.ts";
import { OverrideFields } from "./override-fields.tsx";
import { createForm, valuesOf } from "./override-values.ts";
import { useCreateOverride } from "./queries.ts";
import { ScopeFields } from "./scope-fields.tsx";

interface AddOverrideProps {
  integration: Integration;
  offering: Offering | null;
  /** What the callback address of a client of the override's own begins with. */
  keyedCallbackUrl: string;
  surroundings: Surroundings;
  taken: readonly Override[];
}

/** Adds an override: first what it is for, then what it replaces. */
export function AddOverrideDialog(props: AddOverrideProps) {
  const t = useTranslations("overrides");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{t("add")}</Button>}
      title={t("addTitle")}
      description={t("addDetail", { provider: props.integration.offering.displayName })}
    >
      <AddOverrideForm {...props} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function AddOverrideForm({
  integration,
  offering,
  keyedCallbackUrl,
  surroundings,
  taken,
  onDone,
}: AddOverrideProps & { onDone: () => void }) {
  const t = useTranslations("overrides");
  const create = useCreateOverride(integration.id);
  const schema = useMemo(() => createForm(t("scopesMalformed")), [t]);
  const form = useZodForm(schema, { defaultValues: valuesOf(integration, null) });
  const [kind, runtimeConfiguration, application] = useWatch({
    control: form.control,
    name: ["kind", "runtimeConfiguration", "application"],
  });
  const scopeId = kind === "application" ? application : runtimeConfiguration;
  return (
    <Form
      form={form}
      aria-label={t("addTitle")}
      className="grid gap-4"
      onSubmit={async (input) => {
        const { scope, status } = await create.mutateAsync(input);
        toast(t(status === "configured" ? "added" : "addedDraft", { name: scope.name }));
        onDone();
      }}
    >
      <ErrorSummary />
      <ScopeFields form={form} surroundings={surroundings} taken={taken} />
      <OverrideFields
        control={form.control}
        integration={integration}
        offering={offering}
        callbackUrl={scopeId ? `${keyedCallbackUrl}-${scopeId}` : null}
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("add")}</SubmitButton>
      </div>
    </Form>
  );
}
