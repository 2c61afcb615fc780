"use client";

import { useEffect, useRef } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { clearDraft, readDraft, writeDraft } from "#lib/browser/draft-storage.ts";

interface DraftOptions<V extends FieldValues> {
  /** Names the form within this origin: "create-integration". */
  key: string;
  /** Fields that are never kept: every secret. */
  except: readonly (keyof V & string)[];
}

/**
 * What was typed survives a reload of this tab, secrets excepted. Returns `clear`, to be called after success
 * and on Cancel.
 */
export function useFormDraft<V extends FieldValues, O>(
  form: UseFormReturn<V, unknown, O>,
  { key, except }: DraftOptions<V>,
): () => void {
  const options = useRef({ except, isStopped: false });

  useEffect(() => {
    const draft = readDraft(key);
    options.current.isStopped = false;
    if (draft) form.reset({ ...form.getValues(), ...draft }, { keepDefaultValues: true });
    return form.subscribe({
      formState: { values: true },
      callback: ({ values }) => {
        if (!options.current.isStopped) writeDraft(key, values, options.current.except);
      },
    });
  }, [form, key]);

  return () => {
    options.current.isStopped = true;
    clearDraft(key);
  };
}
