"use client";

import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { toSlug } from "#lib/core/ids.ts";
import {
  type CreateRuntimeConfiguration,
  createRuntimeConfigurationSchema,
} from "#lib/runtime-configurations/contract.ts";

interface FormValues {
  name: string;
  slug: string;
}

type Input = z.input<typeof createRuntimeConfigurationSchema>;

const addForm = z
  .custom<FormValues>()
  .transform(({ name, slug }): Input => ({ name, slug: slug.trim() || undefined }))
  .pipe(createRuntimeConfigurationSchema);
const editForm = z
  .custom<FormValues>()
  .transform((values): Input => values)
  .pipe(createRuntimeConfigurationSchema);

interface RuntimeConfigurationFormProps {
  label: string;
  submitLabel: string;
  /** What is being edited; without it, a new one is made, whose slug may be left to the name. */
  current?: FormValues;
  onSubmit: (values: CreateRuntimeConfiguration) => Promise<unknown>;
}

/** Name and slug. */
export function RuntimeConfigurationForm({
  label,
  submitLabel,
  current,
  onSubmit,
}: RuntimeConfigurationFormProps) {
  const t = useTranslations("runtimeConfigurations");
  const defaultValues = { name: current?.name ?? "", slug: current?.slug ?? "" };
  const form = useZodForm(current ? editForm : addForm, { defaultValues });
  const name = useWatch({ control: form.control, name: "name" });
  return (
    <Form form={form} aria-label={label} className="grid gap-4" onSubmit={onSubmit}>
      <ErrorSummary />
      <TextField
        control={form.control}
        name="name"
        label={t("name")}
        hint={current ? undefined : t("nameHint")}
        isRequired
        maxLength={80}
      />
      <TextField
        control={form.control}
        name="slug"
        label={t("slug")}
        hint={current ? t("slugEditHint") : t("slugHint")}
        placeholder={toSlug(name)}
        isRequired={current !== undefined}
        isMono
        maxLength={60}
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{submitLabel}</SubmitButton>
      </div>
    </Form>
  );
}
