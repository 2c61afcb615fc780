"use client";

import { useEffect, useMemo, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.tsx";
import { toSlug } from "#lib/core/ids.ts";
import { signInMethodKinds } from "#lib/sign-in-methods/contract.ts";
import { MethodFields } from "./method-fields.tsx";
import { createForm, valuesOf } from "./method-values.ts";
import { useCreateSignInMethod } from "./queries.ts";

/** Adds a way to sign in, as a draft. */
export function AddMethodDialog({ redirectUriPrefix }: { redirectUriPrefix: string }) {
  const t = useTranslations("signInMethods");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button size="sm">{t("methods.add")}</Button>}
      title={t("form.addTitle")}
      description={t("form.addDetail")}
    >
      <AddMethodForm redirectUriPrefix={redirectUriPrefix} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function AddMethodForm({ redirectUriPrefix, onDone }: { redirectUriPrefix: string; onDone: () => void }) {
  const t = useTranslations("signInMethods");
  const create = useCreateSignInMethod();
  const schema = useMemo(() => createForm(t("form.domainsMalformed")), [t]);
  const form = useZodForm(schema, { defaultValues: valuesOf(null) });
  const { control } = form;
  const [kind, name, slug] = useWatch({ control, name: ["kind", "name", "slug"] });

  useEffect(() => {
    if (kind !== "oidc" && !form.getFieldState("name").isDirty) form.setValue("name", t(`kind.${kind}`));
  }, [kind, form, t]);

  useEffect(() => {
    if (!form.getFieldState("slug").isDirty) form.setValue("slug", toSlug(name).slice(0, 40));
  }, [name, form]);

  return (
    <Form
      form={form}
      aria-label={t("form.addTitle")}
      className="grid gap-4"
      onSubmit={async (values) => {
        await create.mutateAsync(values);
        toast(t("form.added", { name: values.name }));
        onDone();
      }}
    >
      <ErrorSummary />
      <SelectField
        control={control}
        name="kind"
        label={t("form.kind")}
        hint={t(`form.steps.${kind}`)}
        options={signInMethodKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <TextField control={control} name="name" label={t("form.name")} hint={t("form.nameHint")} isRequired />
      <TextField
        control={control}
        name="slug"
        label={t("form.slug")}
        hint={t("form.slugHint")}
        isRequired
        isMono
      />
      <CopyField
        value={redirectUriPrefix + slug}
        label={t("form.redirectUri")}
        copyLabel={t("form.copyRedirectUri")}
        isLabelled
      />
      {kind === "google" ? null : (
        <TextField
          control={control}
          name="issuer"
          label={t(kind === "oidc" ? "form.issuer" : "form.site")}
          hint={t(kind === "oidc" ? "form.issuerHint" : "form.siteHint")}
          isRequired={kind === "oidc"}
          isMono
        />
      )}
      <MethodFields control={control} />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("form.cancel")}</Button>} />
        <SubmitButton>{t("form.add")}</SubmitButton>
      </div>
    </Form>
  );
}
