"use client";

import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { useTranslations } from "use-intl";
import { FormField } from "#components/form/form-field.tsx";
import { cn } from "#components/ui/cn.ts";
import { controlClass } from "#components/ui/control-class.ts";
import { MAX_DOCUMENT_BYTES } from "#lib/apis/contract.ts";

interface DocumentFileFieldProps<V extends FieldValues, O> {
  form: UseFormReturn<V, unknown, O>;
  name: FieldPath<V>;
  /** The file's text; empty when none is chosen, or one that is too large. */
  onText: (text: string) => void;
}

/** A document as a file, chosen or dropped. It is read here and sent as text. */
export function DocumentFileField<V extends FieldValues, O>({
  form,
  name,
  onText,
}: DocumentFileFieldProps<V, O>) {
  const t = useTranslations("apis.source");

  async function take(file: File | undefined) {
    if (file && file.size > MAX_DOCUMENT_BYTES) {
      onText("");
      form.setError(name, { type: "size", message: t("tooLarge") });
      return;
    }
    onText(file ? await file.text() : "");
  }

  return (
    <FormField control={form.control} name={name} label={t("file")} hint={t("fileHint")}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept=".json,.yaml,.yml,application/json,application/yaml,text/yaml"
          onChange={(event) => void take(event.target.files?.[0])}
          className={cn(
            controlClass(),
            "h-auto bg-panel! py-1.5 file:mr-3 file:rounded-sm file:border-0 file:bg-raised file:px-2.5 file:py-1 file:font-medium file:text-ink",
          )}
        />
      )}
    </FormField>
  );
}
