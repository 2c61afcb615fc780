"use client";

import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SecretField } from "#components/form/secret-field.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type Integration, type RotateSecretInput, rotateSecretInput } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { useRotateSecret } from "./queries.ts";
import { SecretExpiryField } from "./secret-expiry-field.tsx";

const hours = ["0", "24", "168", "720"] as const;
const rotateForm = z
  .custom<{ clientSecret: string; keepPreviousHours: string; expiresOn: string }>()
  .transform(
    ({ clientSecret, keepPreviousHours, expiresOn }): RotateSecretInput => ({
      clientSecret,
      keepPreviousHours: Number(keepPreviousHours),
      ...(expiresOn && { expiresOn }),
    }),
  )
  .pipe(rotateSecretInput);

/** Enter a new secret; it is proven at the provider before it takes the old one's place. */
export function RotateSecretDialog({
  integration,
  offering,
  trigger,
}: {
  integration: Integration;
  offering: Offering | null;
  trigger: ReactElement;
}) {
  const t = useTranslations("integrations.secret");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger}
      title={integration.clientSecret.isSet ? t("rotateTitle") : t("enterTitle")}
      description={t("rotateDetail", { provider: integration.offering.displayName })}
    >
      <RotateSecretForm integration={integration} offering={offering} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

interface RotateSecretFormProps {
  integration: Integration;
  offering: Offering | null;
  onDone: () => void;
}

function RotateSecretForm({ integration, offering, onDone }: RotateSecretFormProps) {
  const t = useTranslations("integrations.secret");
  const rotate = useRotateSecret(integration.id);
  const form = useZodForm(rotateForm, {
    defaultValues: { clientSecret: "", keepPreviousHours: "24", expiresOn: "" },
  });
  return (
    <Form
      form={form}
      className="grid gap-4"
      onSubmit={async (values) => {
        const changed = await rotate.mutateAsync(values);
        toast(changed.clientSecret.pending ? t("toastPending") : t("toastActive"));
        onDone();
      }}
    >
      <ErrorSummary />
      <SecretField
        control={form.control}
        name="clientSecret"
        label={t("newSecret")}
        hint={t("newSecretHint")}
        isRequired
      />
      <SecretExpiryField control={form.control} name="expiresOn" offering={offering} />
      {integration.clientSecret.isSet ? (
        <SelectField
          control={form.control}
          name="keepPreviousHours"
          label={t("keepPrevious")}
          hint={t("keepPreviousHint")}
          options={hours.map((value) => ({ value, label: t(`keep.h${value}`) }))}
        />
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("verifyAndActivate")}</SubmitButton>
      </div>
    </Form>
  );
}
