"use client";

import { Pencil } from "lucide-react";
import { useMemo, useState } from "react";
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
import type { OAuthCredential } from "#lib/credentials/contract.ts";
import { CredentialFields } from "./credential-fields.tsx";
import { updateForm, valuesOf } from "./credential-values.ts";
import { useUpdateCredential } from "./queries.ts";

/** Changes an entry. An empty secret keeps the stored one, unless an address changes. */
export function EditCredentialDialog({ credential }: { credential: OAuthCredential }) {
  const t = useTranslations("credentials");
  const [isOpen, setIsOpen] = useState(false);
  const { domain } = credential;
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("edit", { domain })} icon={<Pencil aria-hidden />} size="sm" />}
      title={t("editTitle", { domain })}
      description={t("editDetail")}
    >
      <EditCredentialForm
        key={credential.updatedAt}
        credential={credential}
        onDone={() => setIsOpen(false)}
      />
    </Dialog>
  );
}

function EditCredentialForm({ credential, onDone }: { credential: OAuthCredential; onDone: () => void }) {
  const t = useTranslations("credentials");
  const update = useUpdateCredential(credential.id);
  const schema = useMemo(() => updateForm(credential, t("scopesMalformed")), [credential, t]);
  const form = useZodForm(schema, { defaultValues: valuesOf(credential) });
  const [clientId, authorizeUrl, tokenUrl] = useWatch({
    control: form.control,
    name: ["clientId", "authorizeUrl", "tokenUrl"],
  });
  const acknowledged = useController({ control: form.control, name: "hasAcknowledged" });
  const areUrlsMoved = authorizeUrl !== credential.authorizeUrl || tokenUrl !== credential.tokenUrl;
  const mustReconnect = areUrlsMoved || clientId !== credential.clientId;
  const count = credential.connectionCount;
  return (
    <Form
      form={form}
      aria-label={t("editTitle", { domain: credential.domain })}
      className="grid gap-4"
      onSubmit={async (changes) => {
        await update.mutateAsync(changes);
        toast(t("saved"));
        onDone();
      }}
    >
      <ErrorSummary />
      <CredentialFields
        control={form.control}
        secretHint={areUrlsMoved ? t("reenterSecretHint") : t("keepSecretHint")}
        secretMask={areUrlsMoved ? undefined : `•••• ${credential.clientSecret.last4}`}
        isSecretRequired={areUrlsMoved}
      />
      {mustReconnect && count > 0 ? (
        <Notice tone="warn" isAnnounced title={t("reconnectTitle", { count })}>
          <label htmlFor="acknowledge-credential" className="mt-1 flex items-center gap-2.5">
            <Checkbox
              id="acknowledge-credential"
              checked={acknowledged.field.value}
              onCheckedChange={acknowledged.field.onChange}
            />
            {t("reconnectConfirm", { count })}
          </label>
        </Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
