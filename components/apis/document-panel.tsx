"use client";

import { FileSearch } from "lucide-react";
import { type UseFormReturn, useController, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { SegmentFilter } from "#components/data-table/segment-filter.tsx";
import { applyProblem } from "#components/form/apply-problem.ts";
import { TextField } from "#components/form/text-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ApiPreview } from "#lib/apis/contract.ts";
import { readProblem } from "#lib/browser/problem-error.ts";
import { type CreateApiValues, sources } from "./create-api-values.ts";
import { DocumentFileField } from "./document-file-field.tsx";
import { usePreview } from "./queries.ts";

interface DocumentPanelProps<O> {
  form: UseFormReturn<CreateApiValues, unknown, O>;
  /** What was found, or `null` for a document that cannot be read or is another by now. */
  onRead: (preview: ApiPreview | null) => void;
}

/** Where the API is described: a file, a text, an address, or nowhere. Reading stores nothing. */
export function DocumentPanel<O>({ form, onRead }: DocumentPanelProps<O>) {
  const t = useTranslations("apis.source");
  const { control } = form;
  const { field: source } = useController({ control, name: "source" });
  const preview = usePreview();
  const [document, documentUrl, hash] = useWatch({
    control,
    name: ["document", "documentUrl", "expectedHash"],
  });
  const isEmpty = source.value === "url" ? documentUrl.trim() === "" : document.trim() === "";

  function forget() {
    preview.reset();
    form.clearErrors(["document", "documentUrl"]);
    if (hash) form.setValue("expectedHash", "");
    onRead(null);
  }

  async function read(text = document) {
    form.clearErrors(["document", "documentUrl"]);
    try {
      const body = source.value === "url" ? { documentUrl: documentUrl.trim() } : { document: text };
      const found = await preview.mutateAsync(body);
      form.setValue("expectedHash", found.hash);
      onRead(found);
    } catch (error) {
      const problem = readProblem(error);
      form.setValue("expectedHash", "");
      onRead(null);
      if (problem && applyProblem(form, problem)) preview.reset();
    }
  }

  return (
    <Panel title={t("title")} description={t("description")}>
      <div className="grid gap-4">
        <SegmentFilter
          label={t("title")}
          className="w-fit"
          value={source.value}
          onValueChange={(next) => {
            source.onChange(next);
            form.setValue("document", "");
            forget();
          }}
          options={sources.map((value) => ({ value, label: t(value) }))}
        />
        {source.value === "upload" ? (
          <DocumentFileField
            form={form}
            name="document"
            onText={(text) => {
              form.setValue("document", text);
              forget();
              if (text) void read(text);
            }}
          />
        ) : null}
        {source.value === "paste" ? (
          <TextField
            control={control}
            name="document"
            label={t("text")}
            hint={t("textHint")}
            isMono
            isMultiline
            placeholder={"openapi: 3.1.0\ninfo:\n  title: …"}
          />
        ) : null}
        {source.value === "url" ? (
          <TextField
            control={control}
            name="documentUrl"
            label={t("address")}
            hint={t("addressHint")}
            isMono
          />
        ) : null}
        {source.value === "hand" ? <p className="text-ink-2">{t("handDetail")}</p> : null}
        {preview.isError ? <ErrorNotice error={preview.error} /> : null}
        {source.value === "paste" || source.value === "url" ? (
          <div className="flex justify-end">
            <Button
              icon={<FileSearch aria-hidden />}
              isPending={preview.isPending}
              disabled={isEmpty}
              onClick={() => void read()}
            >
              {t("read")}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  );
}
