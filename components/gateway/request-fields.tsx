"use client";

import { useTranslations } from "use-intl";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { gatewayMethods } from "#lib/gateway/contract.ts";
import type { TryItValues } from "./try-it-request.ts";

interface RequestFieldsProps {
  values: TryItValues;
  onChange: (change: Partial<TryItValues>) => void;
  /** The first line of the headers that is none. */
  badHeader: string | null;
}

/** The request as it goes out: method, path, headers, body. */
export function RequestFields({ values, onChange, badHeader }: RequestFieldsProps) {
  const t = useTranslations("gateway");
  const hasBody = !["GET", "HEAD"].includes(values.method);
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
        <Field label={t("method")}>
          {(control) => (
            <Select
              {...control}
              value={values.method}
              onValueChange={(method) => onChange({ method })}
              options={gatewayMethods.map((value) => ({ value: value as string, label: value }))}
            />
          )}
        </Field>
        <Field label={t("path")} hint={t("pathHint")}>
          {(control) => (
            <Input
              {...control}
              isMono
              value={values.url}
              onChange={(event) => onChange({ url: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label={t("headers")}
        hint={t("headersHint")}
        isOptional
        error={badHeader === null ? undefined : t("badHeader", { line: badHeader })}
      >
        {(control) => (
          <Textarea
            {...control}
            isMono
            rows={2}
            value={values.headers}
            onChange={(event) => onChange({ headers: event.target.value })}
          />
        )}
      </Field>
      {hasBody ? (
        <Field label={t("body")} hint={t("bodyHint")} isOptional>
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={5}
              value={values.data}
              onChange={(event) => onChange({ data: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
