"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Combobox } from "#components/ui/combobox.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { type ApiOperation, operationPageSchema } from "#lib/apis/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { toSearch } from "#lib/browser/to-search.ts";

interface OperationPickerProps {
  apiId: string;
  value: ApiOperation | null;
  onPick: (operation: ApiOperation) => void;
}

/** One of the API's operations, found by path, summary or tag; the server searches, however many there are. */
export function OperationPicker({ apiId, value, onPick }: OperationPickerProps) {
  const t = useTranslations("gateway.operation");
  const [q, setQ] = useState("");
  const query = useQuery({
    queryKey: ["gateway", "operations", apiId, q],
    queryFn: ({ signal }) =>
      apiFetch(`/api/apis/${apiId}/operations?${toSearch({ q, limit: "100" })}`, {
        schema: operationPageSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const found = query.data?.items ?? [];
  const shown = value && !found.some(({ key }) => key === value.key) ? [value, ...found] : found;
  const rest = (query.data?.total ?? 0) - found.length;
  return (
    <>
      <Field label={t("label")} hint={rest > 0 ? t("more", { count: rest }) : t("hint")}>
        {(control) => (
          <Combobox
            {...control}
            options={shown.map(({ key, summary, tag }) => ({
              value: key,
              label: key,
              description: summary ?? undefined,
              group: tag ?? t("untagged"),
            }))}
            value={value?.key ?? null}
            onValueChange={(key) => {
              const operation = shown.find((one) => one.key === key);
              if (operation) onPick(operation);
            }}
            onSearch={setQ}
            placeholder={t("placeholder")}
            searchLabel={t("search")}
            emptyText={t("none")}
          />
        )}
      </Field>
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
    </>
  );
}
