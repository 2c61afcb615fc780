"use client";

import { type UseFormReturn, useController } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import { DialogClose } from "#components/ui/dialog.tsx";
import { type NoticeType, noticeTypes } from "#lib/notices/contract.ts";
import { type CreateWebhook, createWebhookSchema } from "#lib/webhooks/contract.ts";
import { useEventLabel } from "./event-label.ts";

type Values = z.input<typeof createWebhookSchema>;

interface WebhookFormProps {
  label: string;
  submitLabel: string;
  /** What is being edited. */
  current?: { name: string; url: string; events: NoticeType[] };
  onSubmit: (values: CreateWebhook) => Promise<unknown>;
}

/** Name, address and events. */
export function WebhookForm({ label, submitLabel, current, onSubmit }: WebhookFormProps) {
  const t = useTranslations("webhooks");
  const { name = "", url = "", events = [] } = current ?? {};
  const form = useZodForm(createWebhookSchema, { defaultValues: { name, url, events } });
  return (
    <Form form={form} aria-label={label} className="grid gap-4" onSubmit={onSubmit}>
      <ErrorSummary />
      <TextField
        control={form.control}
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        isRequired
        maxLength={80}
      />
      <TextField
        control={form.control}
        name="url"
        type="url"
        label={t("url")}
        hint={t("urlHint")}
        placeholder="https://example.com/hooks/mooring"
        isRequired
        isMono
        maxLength={2_000}
      />
      <EventsField form={form} />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{submitLabel}</SubmitButton>
      </div>
    </Form>
  );
}

function EventsField({ form }: { form: UseFormReturn<Values, unknown, CreateWebhook> }) {
  const t = useTranslations("webhooks");
  const labelOf = useEventLabel();
  const { field } = useController({ control: form.control, name: "events" });
  const chosen = field.value ?? [];
  return (
    <fieldset className="grid min-w-0 gap-1.5">
      <legend className="mb-1.5 font-medium text-ink">{t("events")}</legend>
      <ul className="divide-y rounded-lg border border-line-strong">
        {noticeTypes.map((type) => (
          <li key={type}>
            <CheckboxRow
              label={labelOf(type)}
              description={<code>{type}</code>}
              checked={chosen.includes(type)}
              onCheckedChange={(isOn) =>
                field.onChange(isOn ? [...chosen, type] : chosen.filter((one) => one !== type))
              }
            />
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-3">{t("eventsHint")}</p>
    </fieldset>
  );
}
