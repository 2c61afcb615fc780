"use client";

import { Pencil } from "lucide-react";
import { useMemo } from "react";
import { useController, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useOpened } from "#components/ui/use-opened.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import type { Override } from "#lib/overrides/contract.ts";
import { OverrideFields } from "./override-fields.tsx";
import { mustReconnect, type OverrideValues, updateForm, valuesOf } from "./override-values.ts";
import { useUpdateOverride } from "./queries.ts";

interface EditOverrideProps {
  override: Override;
  integration: Integration;
  offering: Offering | null;
  keyedCallbackUrl: string;
}

/** Changes what an override replaces. An empty secret keeps the stored one, unless its client or its addresses change. */
export function EditOverrideDialog(props: EditOverrideProps) {
  const t = useTranslations("overrides");
  const { isOpen, wasOpened, setIsOpen } = useOpened();
  const { name } = props.override.scope;
  return (
    <>
      <IconButton
        aria-haspopup="dialog"
        label={t("edit", { name })}
        icon={<Pencil aria-hidden />}
        size="sm"
        onClick={() => setIsOpen(true)}
      />
      {wasOpened ? (
        <Dialog
          open={isOpen}
          onOpenChange={setIsOpen}
          title={t("editTitle", { name })}
          description={t("addDetail", { provider: props.integration.offering.displayName })}
        >
          <EditOverrideForm key={props.override.updatedAt} {...props} onDone={() => setIsOpen(false)} />
        </Dialog>
      ) : null}
    </>
  );
}

function EditOverrideForm({
  override,
  integration,
  offering,
  keyedCallbackUrl,
  onDone,
}: EditOverrideProps & { onDone: () => void }) {
  const t = useTranslations("overrides");
  const { name } = override.scope;
  const update = useUpdateOverride(integration.id, override.id);
  const schema = useMemo(() => updateForm(override, t("scopesMalformed")), [override, t]);
  const form = useZodForm(schema, { defaultValues: valuesOf(integration, override) });
  const { clientSecret } = override;
  return (
    <Form
      form={form}
      aria-label={t("editTitle", { name })}
      className="grid gap-4"
      onSubmit={async (input) => {
        await update.mutateAsync(input);
        toast(t("saved", { name }));
        onDone();
      }}
    >
      <ErrorSummary />
      <OverrideFields
        control={form.control}
        integration={integration}
        offering={offering}
        callbackUrl={`${keyedCallbackUrl}-${override.scope.id}`}
        secretMask={clientSecret?.isSet ? `•••• ${clientSecret.last4}` : undefined}
      />
      <ReconnectWarning form={form} override={override} />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

function ReconnectWarning({
  form,
  override,
}: {
  form: ReturnType<typeof useZodForm<OverrideValues, unknown>>;
  override: Override;
}) {
  const t = useTranslations("overrides");
  const { field } = useController({ control: form.control, name: "hasAcknowledged" });
  const values = useWatch({ control: form.control }) as OverrideValues;
  const count = override.clientConnectionCount;
  if (count === 0 || !mustReconnect(override, values)) return null;
  return (
    <Notice tone="warn" isAnnounced title={t("reconnectTitle", { count })}>
      <label htmlFor="acknowledge-override" className="mt-1 flex items-center gap-2.5">
        <Checkbox id="acknowledge-override" checked={field.value} onCheckedChange={field.onChange} />
        {t("reconnectConfirm", { count })}
      </label>
    </Notice>
  );
}
