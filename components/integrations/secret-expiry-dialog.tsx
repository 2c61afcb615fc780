"use client";

import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type Integration, updateSecretInput } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { useUpdateSecretExpiry } from "./queries.ts";
import { SecretExpiryField } from "./secret-expiry-field.tsx";

const expiryForm = z
  .custom<{ expiresOn: string }>()
  .transform(({ expiresOn }) => ({ expiresOn: expiresOn || null }))
  .pipe(updateSecretInput);

interface SecretExpiryDialogProps {
  integration: Integration;
  offering: Offering | null;
  trigger: ReactElement;
}

/** Notes when the client secret in force ends, or takes the note back. */
export function SecretExpiryDialog({ integration, offering, trigger }: SecretExpiryDialogProps) {
  const t = useTranslations("integrations.secretEnd");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger}
      title={t("title")}
      description={t("description")}
    >
      <ExpiryForm integration={integration} offering={offering} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function ExpiryForm({
  integration,
  offering,
  onDone,
}: Omit<SecretExpiryDialogProps, "trigger"> & { onDone: () => void }) {
  const t = useTranslations("integrations.secretEnd");
  const update = useUpdateSecretExpiry(integration.id);
  const { expiresOn } = integration.clientSecret;
  const form = useZodForm(expiryForm, { defaultValues: { expiresOn: expiresOn ?? "" } });
  return (
    <Form
      form={form}
      className="grid gap-4"
      onSubmit={async (values) => {
        await update.mutateAsync(values);
        toast(values.expiresOn ? t("noted") : t("forgotten"));
        onDone();
      }}
    >
      <ErrorSummary />
      <SecretExpiryField control={form.control} name="expiresOn" offering={offering} />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
