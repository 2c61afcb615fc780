"use client";

import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { type Api, type ImportApiInput, type PreviewApiInput, previewApiInput } from "#lib/apis/contract.ts";
import { DocumentFileField } from "./document-file-field.tsx";

const ways = ["upload", "paste", "url"] as const;

interface ImportValues {
  source: (typeof ways)[number];
  document: string;
  documentUrl: string;
}

const importForm = z
  .custom<ImportValues>()
  .transform(
    ({ source, document, documentUrl }): PreviewApiInput =>
      source === "url" ? { documentUrl } : { document },
  )
  .pipe(previewApiInput);

interface ImportSourceFormProps {
  api: Api;
  /** Compares the document with the API; a thrown problem stands at its field. */
  onRead: (source: Pick<ImportApiInput, "document" | "documentUrl">) => Promise<void>;
}

/** Where the new document is: a file, a text, or an address, by default the one that it came from before. */
export function ImportSourceForm({ api, onRead }: ImportSourceFormProps) {
  const t = useTranslations("apis.source");
  const words = useTranslations("apis.import");
  const url = api.document?.url ?? "";
  const form = useZodForm(importForm, {
    defaultValues: { source: url ? "url" : "upload", document: "", documentUrl: url },
  });
  const source = useWatch({ control: form.control, name: "source" });
  return (
    <Form form={form} aria-label={words("again")} className="grid gap-4" onSubmit={onRead}>
      <ErrorSummary />
      <SegmentFilter
        label={t("title")}
        className="w-fit"
        value={source}
        onValueChange={(next) => {
          form.setValue("source", next);
          form.setValue("document", "");
          form.clearErrors();
        }}
        options={ways.map((value) => ({ value, label: t(value) }))}
      />
      {source === "upload" ? (
        <DocumentFileField form={form} name="document" onText={(text) => form.setValue("document", text)} />
      ) : null}
      {source === "paste" ? (
        <TextField
          control={form.control}
          name="document"
          label={t("text")}
          hint={t("textHint")}
          isMono
          isMultiline
        />
      ) : null}
      {source === "url" ? (
        <TextField
          control={form.control}
          name="documentUrl"
          label={t("address")}
          hint={t("addressHint")}
          isMono
        />
      ) : null}
      <div className="flex justify-end">
        <SubmitButton>{words("compare")}</SubmitButton>
      </div>
    </Form>
  );
}
