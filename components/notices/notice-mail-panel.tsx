"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { type NoticeMailChoice, noticeMailChoices, noticeMailSchema } from "#lib/notices/contract.ts";
import { noticeMailKey } from "./keys.ts";

/** What the person is mailed. The page has prefetched the choice. */
export function NoticeMailPanel() {
  const t = useTranslations("notices");
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: noticeMailKey,
    queryFn: ({ signal }) => apiFetch("/api/notice-mail", { schema: noticeMailSchema, signal }),
  });
  const update = useMutation({
    mutationFn: (choice: NoticeMailChoice) =>
      apiFetch("/api/notice-mail", { method: "PATCH", body: { choice }, schema: noticeMailSchema }),
    onSuccess: (state) => {
      client.setQueryData(noticeMailKey, state);
      toast(t("saved"));
    },
  });
  return (
    <Panel title={t("title")} description={t("description")}>
      <div className="grid max-w-xl gap-4">
        {update.error ? <ErrorNotice error={update.error} /> : null}
        <Field id="notice-mail" label={t("label")} hint={data?.canMail === false ? t("noServer") : undefined}>
          {(control) => (
            <Select
              {...control}
              options={noticeMailChoices.map((value) => ({ value, label: t(value) }))}
              value={update.isPending ? update.variables : (data?.choice ?? null)}
              onValueChange={(choice) => update.mutate(choice)}
            />
          )}
        </Field>
      </div>
    </Panel>
  );
}
