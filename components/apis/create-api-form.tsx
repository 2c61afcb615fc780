"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useFormDraft } from "#components/form/use-form-draft.ts";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Columns } from "#components/ui/columns.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Steps } from "#components/ui/steps.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useIsHydrated } from "#components/ui/use-clock.ts";
import type { ApiPreview } from "#lib/apis/contract.ts";
import { authorizationKinds } from "#lib/core/provider.ts";
import { type AuthOption, authOptions, type Kind, unusableSchemes } from "./auth-options.ts";
import { ApiPanel, AuthenticationPanel } from "./create-api-panels.tsx";
import { createApiForm, emptyValues } from "./create-api-values.ts";
import { DocumentPanel } from "./document-panel.tsx";
import { FoundPanel } from "./found-panel.tsx";
import { useCreateApi } from "./queries.ts";

/** How accounts of a custom API can connect, the usual way first. */
const kinds: readonly Kind[] = authorizationKinds;

/** `/apis/create`: a document or none, what was found in it, where the API is and how accounts connect. */
export function CreateApiForm({ origin }: { origin: string }) {
  const t = useTranslations("apis.create");
  const router = useRouter();
  const create = useCreateApi();
  const [preview, setPreview] = useState<ApiPreview | null>(null);
  const [choice, setChoice] = useState<string | null>(null);
  const [initial] = useState(emptyValues);
  const schema = useMemo(() => createApiForm(t("unread")), [t]);
  const form = useZodForm(schema, { defaultValues: initial });
  const clearDraft = useFormDraft(form, {
    key: "create-api",
    except: ["clientSecret", "document", "expectedHash", "source"],
  });
  const [kind, source, integrationKey] = useWatch({
    control: form.control,
    name: ["kind", "source", "integrationKey"],
  });
  const options = authOptions(preview, kinds);
  const chosen =
    options.find(({ value }) => value === choice) ?? options.find(({ prefill }) => prefill.kind === kind);
  const isHydrated = useIsHydrated();
  const isShown = source === "hand" || preview !== null;

  function choose(option: AuthOption | undefined) {
    if (!option) return;
    setChoice(option.value);
    for (const [name, value] of Object.entries(option.prefill))
      form.setValue(name as keyof typeof option.prefill, value);
  }

  function take(found: ApiPreview | null) {
    setPreview(found);
    if (!found) return;
    if (!form.getValues("name")) form.setValue("name", found.title);
    const [server] = found.servers.filter(({ url }) => url.startsWith("https:"));
    form.setValue("baseUrl", (server ?? found.servers[0])?.url ?? "");
    choose(authOptions(found, kinds)[0]);
  }

  return (
    <Form
      form={form}
      aria-label={t("title")}
      onSubmit={async (values) => {
        const api = await create.mutateAsync(values);
        clearDraft();
        toast(t("created"));
        router.push(`/apis/${api.slug}` as Route);
      }}
    >
      <ErrorSummary className="mb-4.5" />
      <Columns
        isAsideFirst
        aside={
          <>
            {kind === "oauth2" ? (
              <Panel title={t("callbackTitle")} description={t("callbackDetail")} isStrong>
                <CopyField
                  // The server renders another random key than the browser; the address appears with the browser's.
                  value={`${origin}/oauth/callback/${isHydrated ? integrationKey : "…"}`}
                  label={t("callback")}
                  copyLabel={t("copyCallback")}
                />
              </Panel>
            ) : null}
            <Panel title={t("nextTitle")}>
              <Steps>{[t("next1"), t("next2"), t("next3")]}</Steps>
            </Panel>
          </>
        }
      >
        <DocumentPanel form={form} onRead={take} />
        {preview ? <FoundPanel preview={preview} /> : null}
        {isShown && chosen ? (
          <>
            <ApiPanel form={form} preview={preview} />
            <AuthenticationPanel
              form={form}
              options={options}
              chosen={chosen}
              onChoose={(value) => choose(options.find((option) => option.value === value))}
              unusable={preview ? unusableSchemes(preview, kinds) : []}
            />
          </>
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <LinkButton href="/apis" variant="quiet" onClick={clearDraft}>
            {t("cancel")}
          </LinkButton>
          <SubmitButton disabled={!isShown}>{t("submit")}</SubmitButton>
        </div>
      </Columns>
    </Form>
  );
}
