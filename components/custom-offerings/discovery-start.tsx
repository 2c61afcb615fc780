"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Panel } from "#components/ui/panel.tsx";
import { type OfferingDiscovery, offeringDiscoveryInput } from "#lib/custom-offerings/contract.ts";
import { CreateOfferingForm } from "./create-offering-form.tsx";
import { DiscoveryReport } from "./discovery-report.tsx";
import { useDiscovery } from "./queries.ts";

/** Begins with what the server says of itself: reads it, says what was found, and fills the form. */
export function DiscoveryStart({ today }: { today: string }) {
  const t = useTranslations("customOfferings.discovery");
  const [found, setFound] = useState<OfferingDiscovery | null>(null);
  const discovery = useDiscovery();
  const form = useZodForm(offeringDiscoveryInput, { defaultValues: { url: "" } });
  return (
    <>
      <Panel title={t("title")} description={t("description")}>
        <Form
          form={form}
          aria-label={t("title")}
          className="grid gap-4"
          onSubmit={async ({ url }) => {
            setFound(null);
            setFound(await discovery.mutateAsync(url));
          }}
        >
          <ErrorSummary />
          <TextField
            control={form.control}
            name="url"
            label={t("url")}
            hint={t("urlHint")}
            placeholder="https://id.example.com"
            isRequired
            isMono
          />
          <div className="flex justify-end">
            <SubmitButton>{t("read")}</SubmitButton>
          </div>
        </Form>
      </Panel>
      {found ? (
        <>
          <DiscoveryReport discovery={found} />
          <CreateOfferingForm key={found.metadataUrl} data={found.data} today={today} />
        </>
      ) : null}
    </>
  );
}
