"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useFormDraft } from "#components/form/use-form-draft.ts";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Columns } from "#components/ui/columns.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useIsHydrated } from "#components/ui/use-clock.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { CallbackPanel } from "./callback-panel.tsx";
import {
  CreateAccessPanel,
  CreateCredentialsPanel,
  CreateScopesPanel,
} from "./create-integration-panels.tsx";
import { createIntegrationForm, emptyValues, valuesOf } from "./create-integration-values.ts";
import { KindField } from "./kind-field.tsx";
import { NotConfirmed } from "./not-confirmed.tsx";
import { OfferingField } from "./offering-field.tsx";
import { useCreateIntegration, useOfferings } from "./queries.ts";

interface CreateIntegrationFormProps {
  /** `https://mooring.example.com`; the callback URL is built from it and nothing else. */
  origin: string;
  /** Platform admins may use the deployment's one callback address. */
  canShareCallback: boolean;
}

/** `/oauth/create`: the callback URL to register, then name, offering, credentials and scopes. */
export function CreateIntegrationForm({ origin, canShareCallback }: CreateIntegrationFormProps) {
  const t = useTranslations("integrations.create");
  const router = useRouter();
  const { data: offerings } = useOfferings();
  const create = useCreateIntegration();
  const [initial] = useState(() => emptyValues(canShareCallback ? "shared" : "keyed"));
  const form = useZodForm(createIntegrationForm(offerings.items), { defaultValues: initial });
  const clearDraft = useFormDraft(form, { key: "create-integration", except: ["clientSecret"] });
  const [offeringId, kind, credentialSource, callback, integrationKey, variables] = useWatch({
    control: form.control,
    name: ["offeringId", "kind", "credentialSource", "callback", "integrationKey", "variables"],
  });
  const offering = offerings.items.find(({ id }) => id === offeringId) ?? null;
  const isHydrated = useIsHydrated();

  const chosen = useRef(offeringId);
  useEffect(() => {
    if (!offering || chosen.current === offeringId) return;
    const isRestored = chosen.current === "" && form.getValues("scopes").length > 0;
    chosen.current = offeringId;
    if (isRestored) return;
    const { kind: usual, scopes, variables, useSandboxClient, credentialSource: source } = valuesOf(offering);
    form.setValue("kind", usual);
    form.setValue("scopes", scopes);
    form.setValue("credentialSource", source);
    form.setValue("variables", variables);
    form.setValue("useSandboxClient", useSandboxClient);
    if (!form.getValues("name")) form.setValue("name", offering.displayName);
  }, [offering, offeringId, form]);

  // The server renders another random key than the browser; the keyed address appears with the browser's.
  const key = isHydrated ? integrationKey : "…";
  const isShared = callback === "shared" || credentialSource === "deployment";
  const callbackUrl = isShared ? `${origin}/oauth/callback` : `${origin}/oauth/callback/${key}`;

  return (
    <Form
      form={form}
      aria-label={t("title")}
      onSubmit={async (values) => {
        const integration = await create.mutateAsync(values);
        clearDraft();
        toast(t("created"));
        router.push(`/oauth/${integration.slug}` as Route);
      }}
    >
      <ErrorSummary className="mb-4.5" />
      <Columns
        isAsideFirst
        aside={
          <>
            {kind === "oauth2" && credentialSource === "own" ? (
              <CallbackPanel callbackUrl={callbackUrl} offering={offering} variables={variables} />
            ) : null}
            <Panel title={t("nextTitle")}>
              <p className="text-ink-2">{t(`nextDetail.${kind}`)}</p>
            </Panel>
          </>
        }
      >
        <Panel>
          <div className="grid gap-4">
            <TextField
              control={form.control}
              name="name"
              label={t("name")}
              hint={t("nameHint")}
              isRequired
              maxLength={120}
            />
            <OfferingField control={form.control} name="offeringId" offerings={offerings.items} />
            {offering?.confidence === "low" ? <NotConfirmed offering={offering} /> : null}
            <KindField form={form} offering={offering} />
          </div>
        </Panel>
        <CreateCredentialsPanel form={form} offering={offering} />
        {issuesTokens(kind) ? <CreateScopesPanel form={form} offering={offering} /> : null}
        <CreateAccessPanel
          form={form}
          canShareCallback={canShareCallback && kind === "oauth2" && credentialSource === "own"}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <LinkButton href="/oauth" variant="quiet" onClick={clearDraft}>
            {t("cancel")}
          </LinkButton>
          <SubmitButton>{t("submit")}</SubmitButton>
        </div>
      </Columns>
    </Form>
  );
}
