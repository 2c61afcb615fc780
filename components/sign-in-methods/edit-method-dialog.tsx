"use client";

import { Pencil } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SignInMethod } from "#lib/sign-in-methods/contract.ts";
import { MethodFields } from "./method-fields.tsx";
import { updateForm, valuesOf } from "./method-values.ts";
import { useUpdateSignInMethod } from "./queries.ts";

/** Changes a way to sign in; its address and its issuer stay. */
export function EditMethodDialog({ method }: { method: SignInMethod }) {
  const t = useTranslations("signInMethods");
  const { name, updatedAt } = method;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("methods.edit", { name })} icon={<Pencil aria-hidden />} size="sm" />}
      title={t("form.editTitle", { name })}
      description={t("form.editDetail")}
    >
      <EditMethodForm key={updatedAt} method={method} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function EditMethodForm({ method, onDone }: { method: SignInMethod; onDone: () => void }) {
  const t = useTranslations("signInMethods.form");
  const update = useUpdateSignInMethod(method.id);
  const schema = useMemo(() => updateForm(t("domainsMalformed")), [t]);
  const form = useZodForm(schema, { defaultValues: valuesOf(method) });
  const { name, redirectUri, clientSecret } = method;
  return (
    <Form
      form={form}
      aria-label={t("editTitle", { name })}
      className="grid gap-4"
      onSubmit={async (changes) => {
        await update.mutateAsync(changes);
        toast(t("saved", { name }));
        onDone();
      }}
    >
      <ErrorSummary />
      <CopyField value={redirectUri} label={t("redirectUri")} copyLabel={t("copyRedirectUri")} isLabelled />
      <TextField control={form.control} name="name" label={t("name")} hint={t("nameHint")} isRequired />
      <MethodFields control={form.control} secretMask={`•••• ${clientSecret.last4}`} />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
