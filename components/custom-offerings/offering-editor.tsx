"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Columns } from "#components/ui/columns.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { CustomOffering } from "#lib/custom-offerings/contract.ts";
import { OfferingFacts } from "./offering-facts.tsx";
import { OfferingForm, useOfferingForm } from "./offering-form.tsx";
import { OfferingSummaryPanel } from "./offering-summary-panel.tsx";
import { valuesOf } from "./offering-values.ts";
import { useCustomOffering, useSaveOffering } from "./queries.ts";
import { VersionsPanel } from "./versions-panel.tsx";

/** `/admin/offerings/{id}`: a custom offering to edit, a built-in one to read, in the same order. */
export function OfferingEditor({ id, today }: { id: string; today: string }) {
  const { data: offering } = useCustomOffering(id);
  const isCustom = offering.source === "custom";
  return (
    <Columns
      isAsideFirst
      isAsideSticky
      aside={
        <>
          <OfferingSummaryPanel offering={offering} />
          {isCustom ? <VersionsPanel offering={offering} /> : null}
        </>
      }
    >
      {isCustom ? <Editor offering={offering} today={today} /> : <OfferingFacts data={offering.data} />}
    </Columns>
  );
}

/** What is typed stays when somebody else saves; then the save answers 409, and Discard takes the newer version. */
function Editor({ offering, today }: { offering: CustomOffering; today: string }) {
  const t = useTranslations("customOfferings.editor");
  const save = useSaveOffering(offering.id);
  const [version, setVersion] = useState(offering.latestVersion ?? 1);
  const form = useOfferingForm(valuesOf(offering.data, today));
  const { isDirty } = form.formState;

  function fillFrom(state: CustomOffering) {
    setVersion(state.latestVersion ?? 1);
    form.reset(valuesOf(state.data, today));
  }

  useEffect(() => {
    if (offering.latestVersion === version || isDirty) return;
    setVersion(offering.latestVersion ?? 1);
    form.reset(valuesOf(offering.data, today));
  }, [offering, version, isDirty, form, today]);

  return (
    <OfferingForm
      form={form}
      label={t("label")}
      onSubmit={async ({ data }) => {
        const saved = await save.mutateAsync({ data, expectedVersion: version });
        const isSame = saved.latestVersion === version;
        fillFrom(saved);
        toast(isSame ? t("unchanged") : t("saved", { version: saved.latestVersion ?? 1 }));
      }}
    >
      {isDirty ? (
        <Button variant="quiet" onClick={() => fillFrom(offering)}>
          {t("discard")}
        </Button>
      ) : null}
      <SubmitButton>{t("save")}</SubmitButton>
    </OfferingForm>
  );
}
