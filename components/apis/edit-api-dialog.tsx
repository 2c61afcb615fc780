"use client";

import { useMemo, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type Api, type UpdateApiInput, updateApiInput } from "#lib/apis/contract.ts";
import { splitScopes } from "./create-api-values.ts";
import { useUpdateApi } from "./queries.ts";

interface EditValues {
  name: string;
  description: string;
  baseUrl: string;
  authorizeUrl: string;
  tokenUrl: string;
  scopes: string;
}

const addresses = ["baseUrl", "authorizeUrl", "tokenUrl"] as const;

/** Changes an API's name and addresses. A moved address says beforehand what it costs (P-04). */
export function EditApiDialog({ api }: { api: Api }) {
  const t = useTranslations("apis.edit");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button size="sm">{t("act")}</Button>}
      title={t("title", { name: api.name })}
    >
      <EditApiForm key={api.revision} api={api} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function EditApiForm({ api, onDone }: { api: Api; onDone: () => void }) {
  const t = useTranslations("apis.edit");
  const words = useTranslations("apis.authentication");
  const update = useUpdateApi(api.id);
  const schema = useMemo(() => editForm(api), [api]);
  const form = useZodForm(schema, { defaultValues: valuesOf(api) });
  const { control } = form;
  const typed = useWatch({ control, name: addresses });
  const isMoved = isElsewhere(api, { baseUrl: typed[0], authorizeUrl: typed[1], tokenUrl: typed[2] });
  return (
    <Form
      form={form}
      aria-label={t("title", { name: api.name })}
      className="grid gap-4"
      onSubmit={async (change) => {
        await update.mutateAsync(change);
        toast(t("saved"));
        onDone();
      }}
    >
      <ErrorSummary />
      <TextField control={control} name="name" label={t("name")} isRequired maxLength={120} />
      <TextField control={control} name="description" label={t("description")} isOptional maxLength={500} />
      <TextField control={control} name="baseUrl" label={t("baseUrl")} isRequired isMono />
      {api.authorizeUrl === null ? null : (
        <TextField control={control} name="authorizeUrl" label={words("authorizeUrl")} isRequired isMono />
      )}
      {api.tokenUrl === null ? null : (
        <>
          <TextField control={control} name="tokenUrl" label={words("tokenUrl")} isRequired isMono />
          <TextField control={control} name="scopes" label={words("scopes")} hint={t("scopesHint")} isMono />
        </>
      )}
      {isMoved ? (
        <Notice tone="warn" isAnnounced title={t("movedTitle")}>
          {t("movedDetail", { count: api.integration.connectionCount })}
        </Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

function valuesOf(api: Api): EditValues {
  return {
    name: api.name,
    description: api.description ?? "",
    baseUrl: api.baseUrl,
    authorizeUrl: api.authorizeUrl ?? "",
    tokenUrl: api.tokenUrl ?? "",
    scopes: api.scopes.join(" "),
  };
}

// Sends only what was changed; what the notice said of connections is confirmed by saving under it.
function editForm(api: Api) {
  const before = valuesOf(api);
  return z
    .custom<EditValues>()
    .transform((values): UpdateApiInput => {
      const isChanged = (name: keyof EditValues) => values[name] !== before[name];
      return {
        ...(isChanged("name") && { name: values.name }),
        ...(isChanged("description") && { description: values.description || null }),
        ...Object.fromEntries(addresses.filter(isChanged).map((name) => [name, values[name]])),
        ...(isChanged("scopes") && { scopes: splitScopes(values.scopes) }),
        ...(isElsewhere(api, values) && { acknowledgedConnections: api.integration.connectionCount }),
      };
    })
    .pipe(updateApiInput);
}

/** Whether secrets or tokens would go elsewhere: another sign-in address, or another origin of the API. */
function isElsewhere(api: Api, typed: Pick<EditValues, (typeof addresses)[number]>): boolean {
  const isOther = (name: "authorizeUrl" | "tokenUrl") => api[name] !== null && typed[name] !== api[name];
  const origin = URL.parse(typed.baseUrl)?.origin;
  return isOther("authorizeUrl") || isOther("tokenUrl") || origin !== new URL(api.baseUrl).origin;
}
