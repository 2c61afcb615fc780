"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useFormDraft } from "#components/form/use-form-draft.ts";
import { LinkButton } from "#components/ui/link-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { OfferingData } from "#lib/custom-offerings/contract.ts";
import { OfferingForm, useOfferingForm } from "./offering-form.tsx";
import { valuesOf } from "./offering-values.ts";
import { useCreateOffering } from "./queries.ts";

/** The form of a new offering, filled as far as `data` goes. What is typed survives a reload. */
export function CreateOfferingForm({ data, today }: { data: Partial<OfferingData>; today: string }) {
  const t = useTranslations("customOfferings.start");
  const router = useRouter();
  const create = useCreateOffering();
  const form = useOfferingForm(valuesOf(data, today));
  const clearDraft = useFormDraft(form, {
    key: `create-offering ${data.discoveryUrl ?? ""}`,
    except: [],
  });
  return (
    <OfferingForm
      form={form}
      label={t("title")}
      onSubmit={async (output) => {
        const offering = await create.mutateAsync(output);
        clearDraft();
        toast(t("saved"));
        router.push(`/admin/offerings/${offering.id}` as Route);
      }}
    >
      <LinkButton href="/admin/offerings" variant="quiet" onClick={clearDraft}>
        {t("cancel")}
      </LinkButton>
      <SubmitButton>{t("save")}</SubmitButton>
    </OfferingForm>
  );
}
